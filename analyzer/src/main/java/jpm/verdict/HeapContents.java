package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.DominatorReport;
import jpm.analysis.HistogramRow;
import jpm.analysis.LeakReport;
import jpm.analysis.RetainedSet;
import jpm.analysis.RootPaths;
import jpm.debug.DebugSession;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import jpm.io.ByteCount;
import jpm.value.Value;
import jpm.verdict.HeapHolders.Held;
import org.jspecify.annotations.Nullable;

/** What fills a heap and who holds it, in sentences. */
final class HeapContents {
    private static final int MAX_SUSPECTS = 3;
    private static final int MAX_PATHS = 4;

    private final DebugSession session;
    private final Heap heap;
    private final LeakReport report;
    private final HeapHolders holders;

    HeapContents(DebugSession session, Heap heap) {
        this.session = session;
        this.heap = heap;
        this.report = LeakReport.of(heap, LeakReport.USUAL_THRESHOLD);
        this.holders = new HeapHolders(session, heap);
    }

    /** The largest holder in a clause; null when no single one stands out. */
    @Nullable
    String mainHolder() {
        if (report.suspects().isEmpty()) {
            return null;
        }
        LeakReport.Suspect first = report.suspects().get(0);
        Held held = holders.of(new RootPaths(heap, false).to(first.accumulatesAt(), MAX_PATHS));
        String share = String.format(Locale.ROOT, "%.0f %%", first.share() * 100);
        String what = share + " of what is reachable (" + atLeast() + ByteCount.text(first.retainedBytes()) + ")";
        if (first.instances() > 1) {
            return what + " is "
                    + String.format(Locale.ROOT, "%,d objects of %s", first.instances(), first.className())
                    + " that no single object holds";
        }
        return held == null
                ? what + " is kept alive by one " + first.className()
                : what + " is kept alive by " + held.holder() + ", " + described(held.held());
    }

    long reachableBytes() {
        return report.reachableBytes();
    }

    private String atLeast() {
        return report.coverage().isPartial() ? "at least " : "";
    }

    private String described(HeapObject object) {
        int elements = session.elementCount(new Value.Reference(object.id()));
        String name = object.heapClass().name();
        return "a " + name + (elements < 0 ? "" : String.format(Locale.ROOT, " of %,d elements", elements));
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known(
                "the heap dump holds " + ByteCount.text(report.reachableBytes()) + " of reachable objects"));
        report.suspects().stream().limit(MAX_SUSPECTS).forEach(suspect -> addSuspect(suspect, evidence));
        if (report.suspects().isEmpty()) {
            addLargest(evidence);
        }
        if (report.coverage().isPartial()) {
            evidence.add(Evidence.known("the heap dump is damaged; what could not be read is not counted"));
        }
        return evidence;
    }

    private void addSuspect(LeakReport.Suspect suspect, List<Evidence> evidence) {
        evidence.add(Evidence.known(suspect.sentence()));
        HeapObject at = suspect.accumulatesAt();
        List<HistogramRow> rows =
                RetainedSet.of(heap, new int[] {(int) at.index()}).rows();
        if (!rows.isEmpty()) {
            HistogramRow most = rows.get(0);
            evidence.add(Evidence.known(String.format(
                    Locale.ROOT,
                    "most of what it holds there is %s: %s in %,d objects",
                    most.className(),
                    ByteCount.text(most.shallowBytes()),
                    most.instances())));
        }
    }

    private void addLargest(List<Evidence> evidence) {
        evidence.add(Evidence.known("no single object and no class keeps a fifth of it alive"));
        for (DominatorReport.Row row : new DominatorReport(heap).largest(MAX_SUSPECTS)) {
            evidence.add(Evidence.known("among the largest: a "
                    + row.object().heapClass().name() + " keeps " + ByteCount.text(row.retainedBytes())));
        }
    }
}
