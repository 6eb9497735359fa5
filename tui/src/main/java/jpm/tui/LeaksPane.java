package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.LeakReport;
import jpm.analysis.LeakReport.Suspect;
import jpm.analysis.RootPaths;
import jpm.debug.HeapBrowser;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** What probably leaks: suspects, where they accumulate, and why they are alive. */
final class LeaksPane extends LinesPane {
    private final Desk desk;
    private final BackgroundJob job;
    private boolean asked;
    private String result = "";

    LeaksPane(Desk desk) {
        super("Leaks", desk);
        this.desk = desk;
        this.job = desk.newJob();
    }

    /** Looks for suspects, once; needs the graph. */
    void look() {
        HeapBrowser heap = desk.heap();
        if (heap == null || asked || !desk.graph().isKnown()) {
            return;
        }
        asked = true;
        job.start(
                "looking for what retains most",
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> heap.leaks(cancellation),
                this::show,
                reason -> result = Desk.explain(reason));
    }

    private void show(LeakReport report) {
        List<Line> lines = new ArrayList<>();
        for (Suspect suspect : report.suspects()) {
            if (!lines.isEmpty()) {
                lines.add(new Line(StyledLine.EMPTY, null));
            }
            add(suspect, lines);
        }
        result = "No object and no class retains more than a fifth of the heap.";
        show(lines);
    }

    private static void add(Suspect suspect, List<Line> lines) {
        long id = suspect.object().id();
        String share = String.format(
                Locale.ROOT, "%.1f %%  %s  ", suspect.share() * 100, Amount.bytes(suspect.retainedBytes()));
        lines.add(new Line(
                StyledLine.builder()
                        .add(share, Style.CAUTION)
                        .add(suspect.className(), Style.HEADER)
                        .build(),
                id));
        lines.add(new Line(StyledLine.plain("  " + suspect.sentence()), id));
        RootPaths.RootPath path = suspect.path();
        if (path != null) {
            lines.add(new Line(StyledLine.of("  kept alive by", Style.DIM), id));
            PathPane.addSteps(path, "    ", lines);
        }
    }

    @Override
    String emptyText() {
        if (!desk.graph().isKnown()) {
            return desk.graph().explanation();
        }
        return job.isRunning() ? job.status() : result;
    }

    @Override
    public String status() {
        return job.isRunning()
                ? job.status()
                : desk.graph().isKnown() ? super.status() : desk.graph().status();
    }

    @Override
    public boolean stop() {
        boolean stopped = job.stop();
        asked &= !stopped;
        return stopped || desk.graph().stop();
    }
}
