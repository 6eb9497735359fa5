package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.value.PrintLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandInterpreterTest {
    private final DebugSession session = DebugSession.over(new MemoryProcess(), PrintLimits.DEFAULT);
    private final CommandInterpreter interpreter = new CommandInterpreter(session);
    private String item = "";

    @BeforeEach
    void nameTheItem() {
        item = session.render(session.evaluate("item"));
        assertThat(item).startsWith("Item@").contains("name=\"tea\"").contains("price=3");
    }

    private String run(String command) {
        CommandResult result = interpreter.execute(command);
        assertThat(result.error()).as(result.text()).isFalse();
        return result.text();
    }

    private String failing(String command) {
        CommandResult result = interpreter.execute(command);
        assertThat(result.error()).as(result.text()).isTrue();
        assertThat(result.quit()).isFalse();
        return result.text();
    }

    @Test
    void greetsWithWhatDiedAndWhere() {
        assertThat(interpreter.greeting())
                .contains("com.acme.Main died of java.lang.IllegalStateException: no stock?[31m\n")
                .contains("in thread main, at 2026-11-21")
                .contains("pid 4242, on web-1, JVM 17\n")
                .endsWith("\n\n#0  com.acme.Shop.price(item=" + item
                        + ") at Shop.java:17\n >17        code of line 17\n");
    }

    @Test
    void btShowsFramesWithArgumentsAndSource() {
        assertThat(run("bt")).isEqualTo("""
                        #0  com.acme.Shop.price(item=%s) at Shop.java:17
                            code of line 17
                        #1  com.acme.Shop.order() at Shop.java:9..11
                            code of line 9
                        #2  com.acme.Main.main() at Main.java:3
                        """.formatted(item));
        assertThat(run("backtrace 1")).startsWith("#0").doesNotContain("#1");
        assertThat(run("where -1")).startsWith("#2").doesNotContain("#1");
        assertThat(run("bt full -2")).isEqualTo("""
                        #1  com.acme.Shop.order() at Shop.java:9..11
                            code of line 9
                                lost = <unavailable: too large>
                        #2  com.acme.Main.main() at Main.java:3
                                No variables: the class is not instrumented.
                        """);
    }

    @Test
    void walksTheStack() {
        assertThat(run("up")).isEqualTo("#1  com.acme.Shop.order() at Shop.java:9..11\n  >9        code of line 9\n");
        assertThat(run("up 5")).startsWith("#2");
        assertThat(failing("up")).isEqualTo("No caller: the thread began here.\n");
        assertThat(run("down 2")).startsWith("#0");
        assertThat(failing("down")).contains("this is the innermost");
        assertThat(run("f 1")).startsWith("#1");
        assertThat(run("frame")).startsWith("#1");
        assertThat(failing("frame 3")).isEqualTo("No frame 3: frames are 0 to 2.\n");
        assertThat(failing("frame x")).isEqualTo("Not a number: \"x\".\n");
    }

    @Test
    void listsSourceAsLibpythonDoes() {
        List<String> lines = run("list").lines().toList();
        assertThat(lines).hasSize(12);
        assertThat(lines.get(0)).isEqualTo("Shop.java, in the source path: /src");
        assertThat(lines.get(1)).isEqualTo("  12        code of line 12");
        assertThat(lines.get(6)).isEqualTo(" >17        code of line 17");
        assertThat(lines.get(11)).isEqualTo("  22        code of line 22");
        assertThat(run("list 25").lines()).hasSize(7).element(1).isEqualTo("  25        code of line 25");
        assertThat(run("list 2,4").lines()).hasSize(4);
        assertThat(run("list 2, 4")).isEqualTo(run("list 2,4"));
        assertThat(failing("list 100")).contains("shows none of the lines 100 to 110");
        run("frame 2");
        assertThat(failing("list"))
                .isEqualTo(
                        "No source: Main.java is in none of\n  /src\n  /lib/x.jar\n"
                                + "Name a folder or jar with sources with --source-path, or one with classes with --classpath.\n");
    }

    @Test
    void showsVariables() {
        assertThat(run("locals")).isEqualTo("Variables of com.acme.Shop.price\nitem = " + item + "\ncount = 2\n");
        assertThat(run("info locals")).isEqualTo("Locals of com.acme.Shop.price\ncount = 2\n");
        assertThat(run("i args")).isEqualTo("Arguments of com.acme.Shop.price\nitem = " + item + "\n");
        run("thread 2");
        assertThat(run("loc"))
                .isEqualTo("Variables of java.lang.Object.wait\nroot0 = " + item
                        + "  (root)\n(only references are kept)\n");
    }

    @Test
    void printsExpressions() {
        assertThat(run("print item.name")).isEqualTo("item.name = \"tea\"\n");
        assertThat(run("p item.price + count")).isEqualTo("item.price + count = 5\n");
        assertThat(run("p $ * 2")).isEqualTo("$ * 2 = 10\n");
        assertThat(run("whatis item")).isEqualTo("com.acme.Shop$Item\n");
        assertThat(failing("p item.nam"))
                .startsWith("p item.nam\n       ^\nno field nam in com.acme.Shop$Item; fields: ");
        assertThat(run("print")).isEqualTo("$ = 10\n");
        assertThat(failing("whatis")).isEqualTo("Missing: an expression.\n");
    }

    @Test
    void showsTheChainAndGoesToACause() {
        assertThat(run("exception")).isEqualTo("""
                        0  java.lang.IllegalStateException: no stock?[31m
                             at com.acme.Shop.price(Shop.java:17)
                             at com.acme.Shop.order(Shop.java:9)
                             at com.acme.Main.main(Main.java:3)
                             suppressed x.Close
                                  ... 1 more
                        1  caused by java.io.IOException: disk
                             ... 1 more
                        """);
        assertThat(run("exception 1"))
                .isEqualTo("1  java.io.IOException: disk\n#0  com.acme.Main.main() at Main.java:3\n");
        assertThat(session.frames()).hasSize(1);
        assertThat(failing("exception 2")).isEqualTo("No exception 2: they are 0 to 1.\n");
        run("thread 1");
        assertThat(session.frames()).hasSize(3);
    }

    @Test
    void goesFromThreadToThread() {
        assertThat(run("threads")).isEqualTo("""
                        * 1   main    crashed        com.acme.Shop.price at Shop.java:17
                          2   worker  WAITING        java.lang.Object.wait at native
                          3   idle
                        """);
        assertThat(run("thread 2")).isEqualTo("Thread 2 (worker)\n#0  java.lang.Object.wait() at native\n");
        assertThat(run("thread")).isEqualTo("Thread 2 (worker)\n");
        assertThat(run("t 3")).contains("holds no frames");
        assertThat(failing("bt")).contains("No stack");
        assertThat(failing("thread 9")).isEqualTo("No thread 9: threads are 1 to 3.\n");
    }

    @Test
    void appliesACommandToThreadsAndComesBack() {
        run("up");
        assertThat(run("thread apply all bt 1"))
                .contains("Thread 1 (main):\n#0  com.acme.Shop.price")
                .contains("\n\nThread 2 (worker):\n#0  java.lang.Object.wait() at native\n")
                .contains("\n\nThread 3 (idle):\nNo stack");
        assertThat(run("thread apply 1-2 p 1 + 1").lines().filter("1 + 1 = 2"::equals))
                .hasSize(2);
        assertThat(session.currentThread().number()).isEqualTo(1);
        assertThat(session.currentFrame().index()).isEqualTo(1);
        assertThat(failing("thread apply bt")).contains("which threads");
        assertThat(failing("thread apply all")).contains("the command to apply");
        assertThat(run("thread apply 1 2 p count"))
                .contains("count = 2\n")
                .contains("no variable or field of an object is named count");
    }

    @Test
    void limitsCanBeSet() {
        run("set max-chars 5");
        assertThat(run("p item.name + \"xyz\"")).endsWith("= \"teax...(truncated)\n");
        assertThat(run("show max-chars")).isEqualTo("max-chars 5\n");
        assertThat(run("show").lines()).contains("max-elements 1000");
        assertThat(failing("set max-chars 0")).contains("at least 1");
        assertThat(failing("set color 1")).contains("is none of max-chars, max-elements, max-depth, max-results");
    }

    @Test
    void namesMayBeShortened() {
        assertThat(run("  bt  1")).isEqualTo(run("bt 1"));
        assertThat(run("th")).isEqualTo(run("thread"));
    }

    @Test
    void unknownCommandsSuggestTheNearest() {
        assertThat(failing("frmae 2")).isEqualTo("Undefined command: \"frmae\". Did you mean \"frame\"?\n");
        assertThat(failing("zzzzzz")).isEqualTo("Undefined command: \"zzzzzz\". Try \"help\".\n");
        assertThat(failing("s 1")).isEqualTo("\"s\" is ambiguous: set, show, source.\n");
        assertThat(failing("\u001b[2J")).doesNotContain("\u001b");
    }

    @Test
    void helpComesFromTheTable() {
        assertThat(run("help")).contains("stack:\n").contains("print[/FORMAT] [EXPRESSION]");
        for (CommandHelp help : interpreter.commands()) {
            assertThat(run("help " + help.name())).startsWith(help.usage() + "\n");
        }
        assertThat(failing("help nothing")).contains("Undefined command");
    }

    @Test
    void quitAndEmptyLines() {
        assertThat(interpreter.execute("quit").quit()).isTrue();
        assertThat(interpreter.execute("q").quit()).isTrue();
        assertThat(interpreter.execute("exit").quit()).isTrue();
        assertThat(interpreter.execute("  ")).isEqualTo(new CommandResult("", false, false));
        assertThat(interpreter.execute("# a comment")).isEqualTo(new CommandResult("", false, false));
    }

    @Test
    void numbersAreWrittenInGdbsFormats() {
        assertThat(run("p/x 255")).isEqualTo("255 = 0xff\n");
        assertThat(run("p/x -1")).isEqualTo("-1 = 0xffffffff\n");
        assertThat(run("p/x (byte) -1")).isEqualTo("(byte) -1 = 0xff\n");
        assertThat(run("p /x -1L")).isEqualTo("-1L = 0xffffffffffffffff\n");
        assertThat(run("p/z 255")).isEqualTo("255 = 0x000000ff\n");
        assertThat(run("print/d 'a'")).isEqualTo("'a' = 97\n");
        assertThat(run("p/u -1")).isEqualTo("-1 = 4294967295\n");
        assertThat(run("p/u -1L")).isEqualTo("-1L = 18446744073709551615\n");
        assertThat(run("p/o 8")).isEqualTo("8 = 010\n");
        assertThat(run("p/o 0")).isEqualTo("0 = 0\n");
        assertThat(run("p/t 5")).isEqualTo("5 = 101\n");
        assertThat(run("p/c 65")).isEqualTo("65 = 65 'A'\n");
        assertThat(run("p/x 1.0")).isEqualTo("1.0 = 0x3ff0000000000000\n");
        assertThat(run("p/f 1065353216")).isEqualTo("1065353216 = 1.0f\n");
        assertThat(run("p/x java.util.List.of(10, 11)")).endsWith("= [0xa, 0xb]\n");
        assertThat(run("p/s \"a\\n\\tb\"")).endsWith("= a\n\tb\n");
        assertThat(run("p/r item")).contains("price=3");
        assertThat(failing("p/q 1")).contains("No format \"q\"");
    }

    @Test
    void valuesAreKept() {
        run("p 1");
        run("p 2");
        run("p 3");
        assertThat(run("p $1 + $2 * $")).isEqualTo("$1 + $2 * $ = 7\n");
        assertThat(run("p $$")).isEqualTo("$$ = 3\n");
        assertThat(run("p $$4")).isEqualTo("$$4 = 1\n");
        assertThat(run("show values").lines()).first().isEqualTo("$1 = 1");
        run("set $tea = item.name");
        assertThat(run("p $tea + count")).isEqualTo("$tea + count = \"tea2\"\n");
        assertThat(failing("set $x = item.")).contains("^");
    }

    @Test
    void linesAreFiltered() {
        assertThat(run("bt | grep Main")).isEqualTo("#2  com.acme.Main.main() at Main.java:3\n");
        assertThat(run("bt | grep -i MAIN.MAIN")).hasLineCount(1);
        assertThat(run("bt | grep -v code | count")).isEqualTo("3\n");
        assertThat(run("bt | grep -c code")).isEqualTo("2\n");
        assertThat(run("bt | grep \"order|price\" | head 1")).startsWith("#0");
        assertThat(run("bt | head -n 1")).hasLineCount(1);
        assertThat(run("bt | tail 1")).startsWith("#2");
        assertThat(run("locals | sort | head 1")).startsWith("Variables");
        assertThat(run("p count | 4")).isEqualTo("count | 4 = 6\n");
        assertThat(run("p count > 1")).isEqualTo("count > 1 = true\n");
        assertThat(run("p true || false")).endsWith("= true\n");
        assertThat(run("p count | count")).isEqualTo("count | count = 2\n");
        assertThat(run("p item.price | count")).isEqualTo("item.price | count = 3\n");
        assertThat(run("p \"a | grep b\"")).endsWith("= \"a | grep b\"\n");
        assertThat(failing("bt | grep (")).contains("Not a pattern");
        assertThat(failing("bt | grep")).contains("Missing: a pattern");
        assertThat(failing("p item.nam | grep x")).startsWith("p item.nam | grep x\n       ^\n");
    }

    @Test
    void answersGoToFiles(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.txt");
        assertThat(run("bt > " + file)).isEmpty();
        run("p count >> " + file);
        assertThat(Files.readString(file)).startsWith("#0").endsWith("count = 2\n");
        run("bt | head 1 > " + file);
        assertThat(Files.readString(file)).hasLineCount(1);
        assertThat(failing("bt > " + folder.resolve("none/x"))).contains("no such file or folder");
    }

    @Test
    void scriptsAliasesAndTranscripts(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("commands");
        Files.writeString(script, "# what matters\n\np count\nalias top = bt 1 | head 1\ntop\n");
        Path transcript = folder.resolve("transcript");
        run("transcript " + transcript);
        assertThat(run("source " + script)).startsWith("count = 2\n#0").hasLineCount(2);
        assertThat(run("top")).hasLineCount(1);
        assertThat(run("alias")).isEqualTo("top = bt 1 | head 1\n");
        failing("p nothing");
        run("transcript off");
        assertThat(Files.readString(transcript))
                .startsWith("(jpm) source ")
                .contains("(jpm) top\n#0")
                .contains("no variable or field of an object is named nothing");
        run("unalias top");
        assertThat(failing("top")).contains("Undefined command");
        run("alias loop = loop 1");
        assertThat(failing("loop")).contains("stands for itself");
        Files.writeString(script, "p 1\np item.nam\np 2\n");
        assertThat(failing("source " + script)).startsWith("1 = 1\n").contains(":2: p item.nam\n");
        Files.writeString(script, "source " + script + "\n");
        assertThat(failing("source " + script)).contains("within each other");
        assertThat(failing("source " + folder.resolve("none"))).contains("no such file");
        assertThat(run("history 2")).contains("history 2").hasLineCount(2);
    }

    @Test
    void displaysFollowTheFrame() {
        assertThat(run("display count + 1")).isEqualTo("1: count + 1 = 3\n");
        assertThat(run("display/x 16")).isEqualTo("2: 16 = 0x10\n");
        assertThat(run("up")).endsWith("2: 16 = 0x10\n").doesNotContain("count");
        assertThat(run("down")).contains("1: count + 1 = 3\n");
        assertThat(run("p 1")).doesNotContain("count");
        assertThat(run("info display")).isEqualTo("1: count + 1\n2: /x 16\n");
        run("undisplay 2");
        assertThat(failing("undisplay 2")).isEqualTo("No display 2.\n");
        run("undisplay");
        assertThat(run("up")).doesNotContain("1:");
    }

    @Test
    void frameApplyComesBack() {
        assertThat(run("frame apply all p 1"))
                .contains("#0  com.acme.Shop.price")
                .contains("#2  com.acme.Main.main() at Main.java:3\n1 = 1\n");
        assertThat(run("frame apply 2 p count")).contains("count = 2\n").contains("no variable or field");
        assertThat(session.currentFrame().index()).isZero();
    }

    @Test
    void withoutHeapWhatNeedsOneSaysSo() {
        for (String command : List.of(
                "find Item", "refs item", "path item", "retained item", "dominators", "deadlock", "info monitors")) {
            assertThat(failing(command)).as(command).contains("No heap: this dump");
        }
        assertThat(run("ptype item")).isEqualTo("com.acme.Shop$Item\n");
        assertThat(failing("p @1f")).contains("no object at 1f");
    }

    @Test
    void anInterruptEndsWhatIsRunning() {
        CommandResult result = interpreter.execute("thread apply all p 1", lines -> interpreter.interrupt());
        assertThat(result.error()).isTrue();
        assertThat(result.text()).isEqualTo("Interrupted.\n");
        assertThat(interpreter.interrupt()).isFalse();
        assertThat(run("p 1")).isEqualTo("1 = 1\n");
    }

    @Test
    void completesWords() {
        assertThat(interpreter.complete("th", 2)).containsExactly("threads", "thread");
        assertThat(interpreter.complete("print it", 8)).containsExactly("item");
        assertThat(interpreter.complete("p item.", 7)).containsExactly("item.name", "item.price");
        assertThat(interpreter.complete("p 1 + item.n", 12)).containsExactly("item.name");
        assertThat(interpreter.complete("info lo", 7)).containsExactly("locals");
        assertThat(interpreter.complete("p nothing.", 10)).isEmpty();
        assertThat(interpreter.complete("", 0)).hasSize(interpreter.commands().size());
    }
}
