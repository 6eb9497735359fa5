package jpm.cli;

import java.util.List;
import jpm.analysis.LoaderReport;
import jpm.analysis.LoaderReport.DuplicateClass;
import jpm.analysis.LoaderReport.Loader;

/** {@code jpm loaders}: class loaders, and classes that several of them defined. */
final class LoadersCommand {
    static final Command COMMAND = new Command(
            "loaders",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "print the class loaders of a heap, or classes loaded twice",
            "Prints the class loaders of a heap dump with the number of classes that each defined. With --duplicates it prints the names of classes that "
                    + "more than one loader defined: several versions of a library, or a loader that is never let go.",
            HeapCommand.flags(Flag.of(null, "duplicates", "print classes that several loaders defined")),
            List.of(
                    new Command.Example("jpm loaders heap.hprof", "all loaders"),
                    new Command.Example("jpm loaders heap.hprof --duplicates", "classes loaded more than once")),
            LoadersCommand::run);

    private static final Listing<Loader> LOADERS = new Listing<>(List.of(
            ListingColumn.address("object", "OBJECT", Loader::id),
            ListingColumn.count("classes", "CLASSES", Loader::classes),
            ListingColumn.address("parent", "PARENT", Loader::parentId),
            ListingColumn.text("class", "CLASS", Loader::className),
            ListingColumn.text("name", "NAME", Loader::name)));

    private LoadersCommand() {}

    private static int run(Invocation invocation) {
        return HeapCommand.withHeap(HeapArgument.onlyHeap(invocation), invocation, heap -> {
            LoaderReport report = LoaderReport.of(heap);
            int code = invocation.has("duplicates")
                    ? duplicates(invocation).of(report.coverage()).print(report.duplicates(), invocation)
                    : LOADERS.of(report.coverage()).print(report.loaders(), invocation);
            HeapNotice.print(report.coverage(), invocation);
            return code;
        });
    }

    private static Listing<DuplicateClass> duplicates(Invocation invocation) {
        boolean json = OutputFormat.of(invocation) == OutputFormat.JSON;
        return new Listing<>(List.of(
                ListingColumn.text("class", "CLASS", DuplicateClass::className),
                ListingColumn.count("count", "LOADERS", d -> d.loaders().size()),
                ListingColumn.text("loaders", "DEFINED BY", d -> {
                    List<String> ids = d.loaders().stream()
                            .map(loader -> loader.id() == 0 ? loader.shown() : ListingColumn.address(loader.id()))
                            .toList();
                    return json ? ids : String.join(" ", ids);
                })));
    }
}
