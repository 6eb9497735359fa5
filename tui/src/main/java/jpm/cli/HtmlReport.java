package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.DominatorReport;
import jpm.analysis.DumpedThread;
import jpm.analysis.HeapSummary;
import jpm.analysis.LeakReport;
import jpm.analysis.RetainedHistogram;
import jpm.analysis.RootPaths;
import jpm.analysis.ThreadReport;
import jpm.graph.Heap;

/** One page about a heap dump that needs nothing else: no script, no picture, no network. It is XHTML, so that any XML parser reads it too. */
final class HtmlReport {
    private static final int LARGEST_OBJECTS = 30;
    private static final int HISTOGRAM_ROWS = 100;
    private static final int MAP_RECTANGLES = 60;
    private static final int MAP_WIDTH = 1000;
    private static final int MAP_HEIGHT = 500;
    private static final int CHAR_WIDTH = 7;
    private static final int LABEL_HEIGHT = 16;
    private static final int MAX_TEXT_CHARS = 300;
    private static final int MAX_FRAMES = 200;
    private static final String STYLE = """
            body{font:14px/1.45 system-ui,sans-serif;max-width:1040px;margin:2em auto;padding:0 1em;color:#222;background:#fff}
            h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
            table{border-collapse:collapse;width:100%}td,th{padding:2px 8px;text-align:left;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            pre{overflow-x:auto;background:#f4f4f4;padding:.6em;font-size:12px}
            svg{width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#222}
            .notice{background:#fff3cd;color:#222;padding:.6em}
            @media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#262626}td,th{border-color:#444}}
            """;

    private final Heap heap;
    private final HeapSummary summary;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(Heap heap, HeapSummary summary) {
        this.heap = heap;
        this.summary = summary;
    }

    /** The page's text. */
    static String of(Path file, Heap heap, HeapSummary summary, Console console) {
        HtmlReport report = new HtmlReport(heap, summary);
        report.begin(file);
        report.addSummary(file, console);
        report.addSuspects();
        report.addTreeMap();
        report.addLargest();
        report.addHistogram();
        report.addThreads();
        return report.page.append("</body></html>\n").toString();
    }

    private void begin(Path file) {
        page.append(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head>");
        page.append(
                "<meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>");
        page.append("<title>").append(text(String.valueOf(file.getFileName()))).append("</title>");
        page.append("<style>").append(STYLE).append("</style></head><body>\n");
    }

    private void addSummary(Path file, Console console) {
        page.append("<h1>").append(text(String.valueOf(file.getFileName()))).append("</h1>\n");
        if (summary.coverage().isPartial()) {
            page.append("<p class=\"notice\">")
                    .append(text(HeapNotice.text(summary.coverage()).substring(3)));
            page.append(" Retained sizes are lower bounds.</p>\n");
        }
        page.append("<table>");
        fact("Dumped", Quantity.time(summary.header().time(), console.zone()));
        fact("JVM", String.valueOf(summary.jvm()));
        fact("Command", String.valueOf(summary.systemProperties().get("sun.java.command")));
        fact("Objects", Quantity.count(summary.objects()) + ", " + Quantity.size(summary.usedBytes()));
        fact("Reachable", Quantity.size(heap.graph().reachableBytes()));
        fact("Classes", Quantity.count(summary.classes()) + " by " + Quantity.of(summary.loaders(), "loader"));
        page.append("</table>\n");
    }

    private void fact(String name, String value) {
        if (!value.equals("null")) {
            page.append("<tr><th>")
                    .append(name)
                    .append("</th><td>")
                    .append(text(value))
                    .append("</td></tr>");
        }
    }

    private void addSuspects() {
        LeakReport leaks = LeakReport.of(heap, LeakReport.USUAL_THRESHOLD);
        title("What may leak");
        if (leaks.suspects().isEmpty()) {
            page.append("<p>Nothing keeps more than 20 % of the heap alive.</p>\n");
        }
        for (LeakReport.Suspect suspect : leaks.suspects()) {
            page.append("<p>").append(text(suspect.sentence())).append("</p>\n");
            RootPaths.RootPath path = suspect.path();
            if (path != null) {
                pre(PathCommand.lines(path));
            }
        }
    }

    private void addTreeMap() {
        title("What the heap is kept for");
        page.append("<p>Retained sizes of the objects that no other single object keeps alive, by class.</p>\n");
        List<DominatorReport.Group> groups = new DominatorReport(heap)
                .groups(DominatorReport.Grouping.CLASS).stream()
                        .filter(group -> group.retainedBytes() > 0)
                        .limit(MAP_RECTANGLES)
                        .toList();
        List<TreeMapLayout.Rectangle> places = TreeMapLayout.of(
                groups.stream().map(DominatorReport.Group::retainedBytes).toList(), MAP_WIDTH, MAP_HEIGHT);
        page.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + MAP_WIDTH + " " + MAP_HEIGHT + "\">\n");
        for (int i = 0; i < groups.size(); i++) {
            addRectangle(places.get(i), groups.get(i), i);
        }
        page.append("</svg>\n");
    }

    private void addRectangle(TreeMapLayout.Rectangle at, DominatorReport.Group group, int number) {
        String label = group.name().substring(group.name().lastIndexOf('.') + 1);
        page.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %s in %s</title><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"hsl(%d,45%%,72%%)\" stroke=\"#fff\"/>",
                text(group.name()),
                Quantity.size(group.retainedBytes()),
                Quantity.of(group.objects(), "object"),
                at.x(),
                at.y(),
                at.width(),
                at.height(),
                number * 47 % 360));
        if (at.height() > LABEL_HEIGHT && at.width() > label.length() * CHAR_WIDTH) {
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.2f\" y=\"%.2f\">%s</text>",
                    at.x() + 4,
                    at.y() + LABEL_HEIGHT - 2,
                    text(label)));
        }
        page.append("</g>\n");
    }

    private void addLargest() {
        title("Largest objects");
        tableHead("Object", "Class", "Retained");
        for (DominatorReport.Row row : new DominatorReport(heap).largest(LARGEST_OBJECTS)) {
            cells(
                    ListingColumn.address(row.object().id()),
                    row.object().heapClass().name() + " " + ObjectText.detail(row.object()),
                    Quantity.size(row.retainedBytes()));
        }
        page.append("</table>\n");
    }

    private void addHistogram() {
        title("Classes");
        tableHead("Class", "Objects", "Shallow", "Retained");
        RetainedHistogram.of(heap).rows().stream()
                .limit(HISTOGRAM_ROWS)
                .forEach(row -> cells(
                        row.className(),
                        Quantity.count(row.instances()),
                        Quantity.size(row.shallowBytes()),
                        Quantity.size(row.retainedBytes())));
        page.append("</table>\n");
    }

    private void addThreads() {
        title("Threads");
        for (List<DumpedThread> group : ThreadReport.of(heap).groups()) {
            DumpedThread first = group.get(0);
            String others =
                    group.size() == 1 ? "" : " and " + Quantity.count(group.size() - 1) + " more with the same stack";
            page.append("<details><summary>").append(text(first.shownName() + others));
            page.append(first.state() == null ? "" : " (" + first.state() + ")").append("</summary>\n");
            List<String> frames = new ArrayList<>();
            first.frames().stream().limit(MAX_FRAMES).map(ThreadsCommand::place).forEach(frames::add);
            int more = first.frames().size() - MAX_FRAMES;
            if (more > 0) {
                frames.add("… " + Quantity.of(more, "more frame"));
            }
            pre(frames);
            page.append("</details>\n");
        }
    }

    private void title(String title) {
        page.append("<h2>").append(title).append("</h2>\n");
    }

    private void tableHead(String... titles) {
        page.append("<table><tr>");
        for (String title : titles) {
            boolean isText = title.equals("Object") || title.equals("Class");
            page.append(isText ? "<th>" : "<th class=\"n\">").append(title).append("</th>");
        }
        page.append("</tr>\n");
    }

    /** The last cells, which are numbers, stand right. */
    private void cells(String... cells) {
        int texts = cells.length == 3 ? 2 : 1;
        page.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            page.append(i < texts ? "<td>" : "<td class=\"n\">")
                    .append(text(cells[i]))
                    .append("</td>");
        }
        page.append("</tr>\n");
    }

    private void pre(List<String> lines) {
        page.append("<pre>");
        lines.forEach(line -> page.append(text(line)).append('\n'));
        page.append("</pre>\n");
    }

    /** Harmless text of a dead program, on one line. */
    private static String text(String text) {
        return Plain.line(text, MAX_TEXT_CHARS)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\ufffe", "?")
                .replace("\uffff", "?");
    }
}
