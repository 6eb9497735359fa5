package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.DominatorPaths;
import jpm.analysis.DominatorReport;
import jpm.analysis.DumpedThread;
import jpm.analysis.HeapSummary;
import jpm.analysis.LeakReport;
import jpm.analysis.RetainedHistogram;
import jpm.analysis.RootPaths;
import jpm.analysis.ThreadReport;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapObject;

/** One page about a heap dump that needs nothing else: no script, no picture, no network. It is XHTML, so that any XML parser reads it too. */
final class HtmlReport {
    private static final int LARGEST_OBJECTS = 30;
    private static final int HISTOGRAM_ROWS = 100;
    private static final int MAP_RECTANGLES = 60;
    private static final int MAP_WIDTH = 1000;
    private static final int MAP_HEIGHT = 560;
    private static final int MAP_DEPTH = 5;
    /** Smaller areas are not drawn. */
    private static final int MIN_AREA = 30;

    private static final double LISTED_SHARE = 0.01;
    private static final int LISTED_PARTS = 12;
    private static final int LIST_DEPTH = 12;
    private static final int CHAR_WIDTH = 7;
    private static final int LABEL_HEIGHT = 16;
    private static final int MAX_TEXT_CHARS = 1000;
    private static final int MAX_FRAMES = 200;
    private static final String STYLE = """
            body{font:14px/1.45 system-ui,sans-serif;max-width:1040px;margin:2em auto;padding:0 1em;color:#222;background:#fff}
            h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
            table{border-collapse:collapse;width:100%}td,th{padding:2px 8px;text-align:left;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            pre{overflow-x:auto;background:#f4f4f4;padding:.6em;font-size:12px}
            svg{width:100%;height:auto}ul{padding-left:1.2em;list-style:none}small{color:#777}summary:focus-visible{outline:2px solid #36c}svg text{font:12px system-ui,sans-serif;fill:#222}
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
        DominatorPaths.Step top = DominatorPaths.of(heap).top();
        title("What the heap is kept for");
        page.append(
                "<p>What would be freed with what, by class: an area is what the objects retain, the areas in it what they hold themselves.</p>\n");
        page.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"map of retained sizes; the list below tells the same\" "
                        + "viewBox=\"0 0 " + MAP_WIDTH + " " + MAP_HEIGHT + "\">\n");
        addRectangles(top, new TreeMapLayout.Rectangle(0, 0, MAP_WIDTH, MAP_HEIGHT), 0);
        page.append("</svg>\n");
        addHolders(top, top.retainedBytes(0), 0);
    }

    /** The parts of a step within its area, and theirs within them as long as there is room. */
    private void addRectangles(DominatorPaths.Step above, TreeMapLayout.Rectangle area, int depth) {
        List<DominatorPaths.Step> parts = above.below(0).stream()
                .filter(step -> step.retainedBytes(0) > 0)
                .limit(MAP_RECTANGLES)
                .toList();
        // What the objects of the step take themselves stays free.
        double share = parts.stream().mapToLong(step -> step.retainedBytes(0)).sum()
                / (double) Math.max(1, above.retainedBytes(0));
        List<TreeMapLayout.Rectangle> places = TreeMapLayout.of(
                parts.stream().map(step -> step.retainedBytes(0)).toList(), area.width(), area.height() * share);
        for (int i = 0; i < parts.size(); i++) {
            TreeMapLayout.Rectangle place = places.get(i);
            if (place.width() * place.height() >= MIN_AREA) {
                addRectangle(
                        new TreeMapLayout.Rectangle(
                                area.x() + place.x(), area.y() + place.y(), place.width(), place.height()),
                        parts.get(i),
                        depth,
                        i);
            }
        }
    }

    private void addRectangle(TreeMapLayout.Rectangle at, DominatorPaths.Step step, int depth, int number) {
        int lightness = Math.max(55, 80 - 6 * depth);
        page.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %s</title><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"hsl(%d,45%%,%d%%)\" stroke=\"#fff\"/>",
                text(String.join(" > ", step.path())),
                size(step),
                at.x(),
                at.y(),
                at.width(),
                at.height(),
                (number * 47 + depth * 20) % 360,
                lightness));
        String label = shortName(step.name());
        if (at.height() > LABEL_HEIGHT && at.width() > label.length() * CHAR_WIDTH) {
            page.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.2f\" y=\"%.2f\">%s</text>",
                    at.x() + 4,
                    at.y() + LABEL_HEIGHT - 2,
                    text(label)));
        }
        page.append("</g>\n");
        if (depth < MAP_DEPTH && at.height() > 3 * LABEL_HEIGHT && at.width() > 3 * LABEL_HEIGHT) {
            TreeMapLayout.Rectangle inside = new TreeMapLayout.Rectangle(
                    at.x() + 3, at.y() + LABEL_HEIGHT + 2, at.width() - 6, at.height() - LABEL_HEIGHT - 5);
            addRectangles(step, inside, depth + 1);
        }
    }

    private static String size(DominatorPaths.Step step) {
        return Quantity.size(step.retainedBytes(0)) + " in " + Quantity.of(step.objects(0), "object");
    }

    private static String shortName(String name) {
        return (name.startsWith("class ") ? "class " : "")
                + name.substring(name.lastIndexOf('.') + 1).replace("class ", "");
    }

    /** The same as a list that opens step by step, also without a mouse. */
    private void addHolders(DominatorPaths.Step above, long total, int depth) {
        List<DominatorPaths.Step> parts = above.below(0).stream()
                .filter(step -> step.retainedBytes(0) >= total * LISTED_SHARE)
                .limit(LISTED_PARTS)
                .toList();
        if (parts.isEmpty() || depth == LIST_DEPTH) {
            return;
        }
        page.append("<ul>");
        for (DominatorPaths.Step step : parts) {
            boolean isOpenable = depth + 1 < LIST_DEPTH
                    && step.below(0).stream().anyMatch(below -> below.retainedBytes(0) >= total * LISTED_SHARE);
            String line = text(step.name()) + " <small>" + size(step) + "</small>";
            page.append("<li>").append(isOpenable ? "<details><summary>" + line + "</summary>" : line);
            addHolders(step, total, depth + 1);
            page.append(isOpenable ? "</details></li>\n" : "</li>\n");
        }
        page.append("</ul>\n");
    }

    private void addLargest() {
        title("Largest objects");
        tableHead("Object", "Class", "Retained");
        for (DominatorReport.Row row : new DominatorReport(heap).largest(LARGEST_OBJECTS)) {
            cells(
                    ListingColumn.address(row.object().id()),
                    described(row.object()),
                    Quantity.size(row.retainedBytes()));
        }
        page.append("</table>\n");
    }

    private static String described(HeapObject object) {
        return object instanceof HeapClass
                ? ObjectText.detail(object)
                : object.heapClass().name() + " " + ObjectText.detail(object);
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
