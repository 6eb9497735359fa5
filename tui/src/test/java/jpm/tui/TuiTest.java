package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jpm.io.JpmException;
import jpm.tui.term.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface as its user meets it, on a terminal in memory. */
class TuiTest {
    private static final Path NO_HISTORY = Path.of("/dev/null");

    @Test
    void startsInTheFrameThatThrew() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.sees("frame0 = null").focused("2 Stack").looksLike("start-80x24");
        }
    }

    @Test
    void usesALargeScreen() {
        try (Robot robot = Robot.open(new ShopDump(), 120, 40)) {
            robot.sees("frame0 = null").looksLike("start-120x40");
        }
    }

    @Test
    void showsOnePaneOnASmallScreen() {
        try (Robot robot = Robot.open(new ShopDump(), 40, 10)) {
            robot.sees("#2 Shop.main").looksLike("start-40x10");
            robot.press("4").sees("frame0 = null").looksLike("locals-40x10");
        }
    }

    @Test
    void walksTheStack() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("Down").seesLine(">12", "for (Item item").sees("frame1 = null");
            robot.press("u").sees("frame2 = null").press("u").sees("this is the outermost frame");
            robot.press("d d").sees("frame0 = null").seesLine(">5", "return stock");
        }
    }

    @Test
    void selectsAThread() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("1 Down Enter")
                    .sees("LockSupport.park")
                    .sees("/srv/src")
                    .sees("not compiled with -g");
            robot.press("4 Enter").sees("there are no locals");
        }
    }

    @Test
    void unfoldsAndFolds() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("4").selected("item").press("Enter").sees("name = \"cup\"");
            robot.press("Down Left").selected("item");
            robot.press("Left").seesNo("name = \"cup\"").press("Right").sees("name = \"cup\"");
        }
    }

    @Test
    void goesToTheEndOfALongArrayAtOnce() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("4 Down Enter")
                    .sees("[0] = 0")
                    .press("z End")
                    .selected("frame0")
                    .sees("[249] = 249");
            robot.press("Up PgUp").sees("[229] = 229").press("Home").sees("[0] = 0");
            robot.press("Down Left").seesNo("[0] = 0").sees("slot3");
        }
    }

    @Test
    void keepsWhatIsUnfoldedInAFrame() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("4 Enter")
                    .sees("name = \"cup\"")
                    .press("u")
                    .sees("frame1")
                    .seesNo("name = \"cup\"");
            robot.press("d").sees("name = \"cup\"");
        }
    }

    @Test
    void printsAVariableByItsPath() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("4 Enter").sees("name = ").press("Down Down p").sees("item.name = 42");
            robot.press("Down Enter").sees("[0] = 0").press("Down p").sees("prices[0] = 42");
        }
    }

    @Test
    void runsCommandsThatMoveTheSession() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press(":").type("up").press("Enter").seesLine("(jpm) up").sees("frame1 = null");
            robot.press("Enter")
                    .sees("frame2 = null")
                    .press("Esc")
                    .focused("2 Stack")
                    .selected("#2 Shop.main");
        }
    }

    @Test
    void escBeforeAKeyIsNotAlt() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press(": Alt-4").focused("4 Locals");
        }
    }

    @Test
    void shortensClassesNotMethods() {
        ShopDump deep = new ShopDump() {
            @Override
            public List<FrameRow> frames() {
                return List.of(new FrameRow(0, "AbstractQueuedSynchronizer$ConditionObject.await", ":1712"));
            }
        };
        try (Robot robot = Robot.open(deep, 80, 24)) {
            robot.sees("#0 …nditionObject.await:1712│")
                    .press("/")
                    .type("Queued")
                    .seesNo("not found");
        }
    }

    @Test
    void saysWhatACommandComplainsOf() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.command("frobnicate").sees("unknown command: frobnicate");
        }
    }

    @Test
    void wrapsLongOutput() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.command("wide").sees("x".repeat(80)).press("5 z").sees("x".repeat(40) + "\n");
            robot.resize(100, 24).sees("x".repeat(100));
            robot.command("long")
                    .sees("(jpm) long")
                    .resize(50, 24)
                    .sees("(jpm) long")
                    .seesNo("xxx");
        }
    }

    @Test
    void showsTheBeginningOfLongOutput() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press(":")
                    .type("long")
                    .press("Enter")
                    .sees("/102")
                    .press("PgDn")
                    .seesNo("(jpm) long");
            robot.press("PgUp").sees("(jpm) long");
        }
    }

    @Test
    void longOutputOfAKeyGetsTheKeyboardUntilEsc() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("4 p").sees("item = 42").focused("4 Locals");
            robot.press("e")
                    .sees("(jpm) exception")
                    .focused("5 Output")
                    .press("Esc")
                    .focused("4 Locals");
        }
    }

    @Test
    void keysTypedAheadActOnWhatIsBeingRead() {
        CountDownLatch latch = new CountDownLatch(1);
        try (Robot robot = Robot.opening(ShopDump.waiting("locals", latch), 80, 24)) {
            robot.press("4 Down Enter");
            latch.countDown();
            robot.sees("[0] = 0");
        }
    }

    @Test
    void editsCompletesAndRecallsCommands() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press(":").type("pr").press("Tab").sees("print  prices");
            robot.type("n").press("Tab").sees("(jpm) print").cursorAt(12);
            robot.type("price")
                    .press("Tab")
                    .sees("(jpm) print prices")
                    .press("Enter")
                    .sees("prices = 42");
            robot.type("later")
                    .press("Up")
                    .sees("(jpm) print prices")
                    .press("Down")
                    .sees("(jpm) later");
            robot.press("Ctrl-A Delete Ctrl-E Backspace")
                    .seesLine("(jpm) ate")
                    .press("Ctrl-U")
                    .seesNo("(jpm) ate");
        }
    }

    @Test
    void remembersCommandsInAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("jpm/history");
        try (Robot robot = open(file)) {
            robot.sees("frame0")
                    .command("print 日本")
                    .sees("日本 = 42")
                    .command("print 日本")
                    .command("up")
                    .sees("frame1");
        }
        assertThat(Files.readAllLines(file)).containsExactly("print 日本", "up");
        try (Robot robot = open(file)) {
            robot.sees("frame0").press(": Up Up").sees("(jpm) print 日本");
        }
    }

    private static Robot open(Path history) {
        return Robot.open((progress, cancellation) -> new ShopDump(), 80, 24, Theme.DARK, history);
    }

    @Test
    void searchesInAPane() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.sees("frame0")
                    .press("3 /")
                    .type("SUM")
                    .selected("sums up")
                    .press("Enter n")
                    .selected("int sum = 0");
            robot.press("n n").selected("return sum;").press("N").selected("for (Item");
            robot.press("/").type("nowhere").sees("not found: nowhere");
        }
    }

    @Test
    void helpsWithWhatTheBindingsSay() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.sees("frame0").press("?").sees("Stack pane").looksLike("help-80x24");
            robot.press("End").sees("print the stack").press("q").sees("frame0 = null");
        }
    }

    @Test
    void movesTheFocus() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.sees("frame0").press("Tab").focused("3 Source").press("Tab").focused("4 Locals");
            robot.press("Tab Tab").focused("1 Threads").press("Shift-Tab").focused("5 Output");
            robot.press("2").focused("2 Stack").press("Enter").focused("4 Locals");
        }
    }

    @Test
    void followsTheTerminalsSize() {
        try (Robot robot = Robot.open(new ShopDump(), 40, 10)) {
            robot.sees("#2 Shop.main").resize(80, 24).looksLike("start-80x24");
            robot.resize(40, 10).looksLike("start-40x10");
            robot.resize(5, 2).resize(1, 1).resize(120, 40).looksLike("start-120x40");
        }
    }

    @Test
    void zooms() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.sees("frame0").press("3 z").seesNo("#0 Shop.price").sees("public static void main");
            robot.press("z").sees("#0 Shop.price");
        }
    }

    @Test
    void hostileTextStaysText() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.command("hostile").sees("a\\u001b[31mred\\u0007 日本語").sees("\\u202eevil");
        }
    }

    @Test
    void needsNoColours() {
        try (Robot robot = Robot.open((progress, cancellation) -> new ShopDump(), 80, 24, Theme.NONE, NO_HISTORY)) {
            robot.sees("frame0").looksLike("start-80x24");
            assertThat(robot.isColoured()).isFalse();
        }
    }

    @Test
    void coloursByTheme() {
        try (Robot robot = Robot.open((progress, cancellation) -> new ShopDump(), 80, 24, Theme.LIGHT, NO_HISTORY)) {
            robot.sees("frame0").looksLike("start-80x24");
            assertThat(robot.isColoured()).isTrue();
        }
    }

    @Test
    void showsHowFarTheOpeningIs() {
        CountDownLatch reported = new CountDownLatch(1);
        App.Loader slow = (progress, cancellation) -> {
            progress.report("reading objects", 43, 100);
            ShopDump.await(reported);
            return new ShopDump();
        };
        try (Robot robot = Robot.open(slow, 80, 24, Theme.DARK, NO_HISTORY)) {
            robot.sees("opening test dump … reading objects 43 %").press(":").sees("still being opened");
            reported.countDown();
            robot.sees("frame0 = null").seesNo("opening");
        }
    }

    @Test
    void canBeLeftWhileOpening() {
        CountDownLatch cancelled = new CountDownLatch(1);
        App.Loader endless = (progress, cancellation) -> {
            while (!cancellation.isCancelled()) {
                Thread.onSpinWait();
            }
            cancelled.countDown();
            return new ShopDump();
        };
        Robot robot = Robot.open(endless, 80, 24, Theme.DARK, NO_HISTORY);
        robot.sees("opening test dump").press("q").left();
        ShopDump.await(cancelled);
    }

    @Test
    void passesOnWhyADumpCannotBeOpened() {
        App.Loader broken = (progress, cancellation) -> {
            throw new JpmException("not a dump", "");
        };
        Robot robot = Robot.open(broken, 80, 24, Theme.DARK, NO_HISTORY);
        assertThat(robot.failure()).isInstanceOf(JpmException.class).hasMessage("not a dump");
    }

    @Test
    void neverFreezes() {
        CountDownLatch latch = new CountDownLatch(1);
        try (Robot robot = Robot.open(ShopDump.waiting("children", latch), 80, 24)) {
            robot.sees("frame0").press("4 Enter").sees("reading…").press("3").focused("3 Source");
            robot.press("End").selected("19").press("?").sees("Source pane").press("Esc");
            latch.countDown();
            robot.sees("name = \"cup\"");
        }
    }

    @Test
    void saysWhatAPaneIsLoading() {
        CountDownLatch latch = new CountDownLatch(1);
        try (Robot robot = Robot.opening(ShopDump.waiting("locals", latch), 80, 24)) {
            robot.sees("reading locals…").seesLine(">5", "return stock");
            latch.countDown();
            robot.sees("frame0 = null");
        }
    }

    @Test
    void saysWhatItIsRunning() {
        CountDownLatch latch = new CountDownLatch(1);
        try (Robot robot = Robot.open(ShopDump.waiting("execute", latch), 80, 24)) {
            robot.sees("frame0").command("print x").sees("running print x …");
            latch.countDown();
            robot.sees("x = 42").seesNo("running");
        }
    }

    @Test
    void survivesADumpThatCannotBeReadInPlaces() {
        ShopDump damaged = new ShopDump(question -> {
            if (question.equals("children")) {
                throw new StackOverflowError();
            }
            return question;
        });
        try (Robot robot = Robot.open(damaged, 80, 24)) {
            robot.press("4 Enter").sees("the dump could not be read here: java.lang.StackOverflowError");
            robot.press("u").sees("frame1 = null");
        }
    }

    @Test
    void leavesTheTerminalWhenItFailsItself() {
        Debuggee broken = new ShopDump(question -> question) {
            @Override
            public List<FrameRow> frames() {
                return Collections.singletonList(null);
            }
        };
        Robot robot = Robot.open((progress, cancellation) -> broken, 80, 24, Theme.DARK, NO_HISTORY);
        assertThat(robot.failure()).isInstanceOf(NullPointerException.class);
        assertThat(robot.hasGivenBackTheTerminal()).isTrue();
    }

    @Test
    void leavesByKeyAndByCommand() {
        Robot.open(new ShopDump(), 80, 24).sees("frame0").press("q").left();
        Robot.open(new ShopDump(), 80, 24).sees("frame0").press("Ctrl-C").left();
        Robot.open(new ShopDump(), 80, 24)
                .sees("frame0")
                .press(":")
                .type("quit")
                .press("Enter")
                .left();
        Robot.open(new ShopDump(), 80, 24).sees("frame0").press("EOF").left();
    }

    @Test
    void closesTheDump() {
        CountDownLatch closed = new CountDownLatch(1);
        ShopDump dump = new ShopDump(question -> {
            if (question.equals("close")) {
                closed.countDown();
            }
            return question;
        });
        Robot.open(dump, 80, 24).sees("frame0").press("q").left();
        ShopDump.await(closed);
    }
}
