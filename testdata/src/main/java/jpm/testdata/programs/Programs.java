package jpm.testdata.programs;

import java.util.List;
import jpm.testdata.oracle.Carrier;
import jpm.testdata.oracle.Case;
import jpm.testdata.oracle.Chain;
import jpm.testdata.oracle.Death;

/** All cases. Those that need no exception of their own share a stack, and so a dump. */
public final class Programs {
    private Programs() {}

    /** The cases, in the order in which they run. */
    public static List<Death> cases() {
        return List.of(
                Death.of(
                        "values",
                        new Chain(
                                Primitives::integers,
                                Primitives::charsAndBooleans,
                                Primitives::floats,
                                Primitives::doubles,
                                Primitives::arguments,
                                Primitives::changedArguments,
                                Primitives::boxes,
                                Text::strings,
                                ArrayValues::empty,
                                ArrayValues::small,
                                ArrayValues::nested,
                                Objects::nested,
                                Objects::cyclic,
                                Objects::collections,
                                Objects::others)),
                Death.once("large", new Chain(Text::longStrings, ArrayValues::large)),
                Death.of("classes", new Chain(Classes.chain())),
                Death.of("flow", new Chain(Flow.chain())),
                Death.of("closeSucceeds", Resources::closeSucceeds),
                Death.of("closeFails", Resources::closeFails),
                Death.of("wrappedClose", Resources::wrappedClose),
                Death.of("explicitThrow", Failures::explicitThrow),
                Death.of("nullPointer", Failures::nullPointer),
                Death.of("arrayIndex", Failures::arrayIndex),
                Death.of("classCast", Failures::classCast),
                Death.of("division", Failures::division),
                Death.of("arrayStore", Failures::arrayStore),
                Death.of("negativeSize", Failures::negativeSize),
                Death.of("listIndex", Failures::listIndex),
                Death.of("parse", Failures::parse),
                Death.of("nullKey", Failures::nullKey),
                Death.of("concurrentModification", Failures::concurrentModification),
                Death.of("checked", Failures::checked),
                Death.of("error", Failures::error),
                Death.of("rethrown", Failures::rethrown),
                Death.of("ignoredBefore", Failures::ignoredBefore),
                Death.of("wrapped", Failures::wrapped),
                Death.of("suppressed", Failures::suppressed),
                Death.of("stackless", Failures::stackless),
                Death.of("preallocated", Failures::preallocated),
                Death.of("touchy", Failures::touchy),
                Death.of("circularCause", Failures::circularCause),
                Death.of("shadowing", Failures::shadowing),
                Death.of("reflected", Failures::reflected),
                new Death("recursion", true, Carrier.DEEP_THREAD, Recursion::deep),
                Death.of("mutual", Recursion::mutual),
                Death.of("wrappingAtEachLevel", Recursion::wrappingAtEachLevel),
                Death.once("exceptionInInitializer", Initialisers::exceptionInInitializer),
                Death.once("noClassDefFound", Initialisers::noClassDefFound),
                in(Carrier.DAEMON),
                in(Carrier.OWN_HANDLER),
                in(Carrier.POOL_EXECUTE),
                in(Carrier.POOL_SUBMIT),
                in(Carrier.SCHEDULED),
                in(Carrier.COMPLETABLE_FUTURE),
                in(Carrier.FORK_JOIN),
                in(Carrier.PARALLEL_STREAM),
                in(Carrier.VIRTUAL));
    }

    private static Death in(Carrier carrier) {
        Case body = Pricing::run;
        return Death.in(carrier, body);
    }
}
