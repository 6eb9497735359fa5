package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.analysis.query.ObjectReference;
import jpm.tui.term.Theme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tabs for queries, strings and the dump itself, on a heap dump whose content is known. */
class QueryTabTest {
    @TempDir
    Path folder;

    private SmallHeap heap;

    @BeforeEach
    void write() {
        heap = SmallHeap.in(folder);
    }

    private Robot open() {
        return Robot.open(
                        (progress, cancellation) -> heap.open(),
                        100,
                        30,
                        Theme.DARK,
                        folder.resolve("state").resolve("history"))
                .sees("this thread has no frames");
    }

    private Robot query(Robot robot, String text) {
        return robot.press("Q")
                .sees("edits a query")
                .press("Enter")
                .sees("query>")
                .type(text)
                .press("Enter");
    }

    @Test
    void showsRowsAndInspectsTheirObjects() {
        try (Robot robot = open()) {
            query(robot, "SELECT e, e.number * 2 AS twice FROM com.acme.Entry e WHERE e.number >= 200");
            robot.seesLine("twice")
                    .seesLine("Entry@", "{number=200}", "400")
                    .press("End")
                    .seesLine("{number=299}", "598");
            robot.sees("100/100").press("Enter").sees("1 Object").seesLine("number = 299");
            robot.press("b").sees("100/100");
        }
    }

    @Test
    void sortsByAColumn() {
        try (Robot robot = open()) {
            query(robot, "SELECT e.number, 7 AS seven FROM com.acme.Entry e");
            robot.sees("1/300")
                    .press("s")
                    .sees("▾")
                    .press("Home")
                    .selected("299")
                    .press("s s")
                    .press("Home")
                    .selected("0");
        }
    }

    @Test
    void pointsAtMistakes() {
        try (Robot robot = open()) {
            query(robot, "SELECT FROM x");
            robot.sees("cannot understand the query")
                    .sees("       ^")
                    .press("e")
                    .sees("query> SELECT FROM x");
            robot.press("Ctrl-U").type("SELECT * FROM no.Such").press("Enter").sees("no class has that name");
        }
    }

    @Test
    void remembersAndCompletes() throws IOException {
        try (Robot robot = open()) {
            query(robot, "SELECT * FROM com.acme.Shop");
            robot.sees("Shop@" + SmallHeap.hex(heap.shop())).press("e Ctrl-U").type("SELECT * FROM com.acme.Or");
            robot.press("Tab")
                    .sees("query> SELECT * FROM com.acme.Order")
                    .press("Up")
                    .sees("FROM com.acme.Shop");
            robot.press("Esc");
        }
        assertThat(Files.readAllLines(folder.resolve("state/queries"))).containsExactly("SELECT * FROM com.acme.Shop");
    }

    @Test
    void showsStringsThatOccurTwice() {
        try (Robot robot = open()) {
            robot.press("S")
                    .seesLine("\"tea\"", "3", "2")
                    .sees("3 strings, 2 different")
                    .press("Enter");
            robot.sees("String@").seesLine("\"tea\"").press("End").seesNo("\"mug\"");
        }
    }

    @Test
    void tellsAboutTheDump() {
        try (Robot robot = open()) {
            robot.press("I")
                    .seesLine("File", "small.hprof")
                    .seesLine("Objects", "322")
                    .seesLine("Roots", "1 JNI global");
        }
    }

    @Test
    void theMouseClicksAndScrolls() {
        try (Robot robot = open()) {
            robot.press("m").sees("m lets it go");
            assertThat(robot.capturesMouse()).isTrue();
            robot.click("Heap").sees("com.acme.Entry").click("java.lang.String").selected("java.lang.String");
            robot.press("Home Enter").sees("{number=0}").turnWheel(5, 5).selected("{number=3}");
            robot.click("Info").sees("small.hprof").press("m").sees("terminal's again");
            assertThat(robot.capturesMouse()).isFalse();
        }
    }

    @Test
    void copiesAWholeRow() {
        try (Robot robot = open()) {
            robot.press("H")
                    .sees("com.acme.Shop")
                    .press("Home y")
                    .copied("com.acme.Entry")
                    .sees("copied: com.acme.Entry");
        }
    }

    @Test
    void stopsLikeAnyProgram() {
        try (Robot robot = open()) {
            robot.press("Ctrl-Z").press("H").sees("com.acme.Entry");
            assertThat(robot.suspensions()).isEqualTo(1);
        }
    }

    @Test
    void rowsComeBackAsTheyWere() {
        try (RowFile file = new RowFile()) {
            List<Object> row = List.of(1L, -2.5, true, false, "日本\n", new ObjectReference(7));
            for (int i = 0; i < 1_000; i++) {
                file.add(i % 2 == 0 ? List.of((long) i) : row);
            }
            assertThat(file.size()).isEqualTo(1_000);
            assertThat(file.rows(998, 10)).containsExactly(List.of(998L), row);
            assertThat(file.rows(127, 2)).containsExactly(row, List.of(128L));
            assertThat(file.rows(1_000, 5)).isEmpty();
        }
    }
}
