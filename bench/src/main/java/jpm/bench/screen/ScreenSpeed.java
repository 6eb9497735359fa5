package jpm.bench.screen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jpm.bench.screen.Keyboard.Times;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.tui.Tui;
import jpm.tui.TuiOptions;

/**
 * Times keys in the screens of a heap dump: from the key to the picture that shows it. Pages through a class, jumps to its end and back, inspects objects,
 * and does so again while the index is built. Arguments: a heap dump, the name of a class with many objects, a folder for indexes.
 */
public final class ScreenSpeed {
    private static final int TIMES = 200;
    private static final double MILLION = 1e6;
    private final Keyboard keyboard = new Keyboard();

    private ScreenSpeed() {}

    public static void main(String[] args) throws Exception {
        ScreenSpeed speed = new ScreenSpeed();
        DebugOptions options = DebugOptions.DEFAULT.withIndexCache(Path.of(args[2]));
        Thread screens = new Thread(() -> Tui.run(
                (progress, cancellation) ->
                        DebugSession.open(Path.of(args[0]), options.watchedBy(progress, cancellation)),
                TuiOptions.of("bench", Map.of("XDG_STATE_HOME", args[2]), "none", null),
                speed.keyboard));
        screens.start();
        speed.run(args[1]);
        speed.keyboard.type("q");
        screens.join();
    }

    private void run(String className) throws InterruptedException {
        System.out.println("| keys | median ms | 99 % ms | most ms | rows filled, most ms |");
        System.out.println("|---|---|---|---|---|");
        listObjects(className);
        move("in a class");
        keyboard.type("bx");
        keyboard.await(screen -> screen.contains("indexing"));
        keyboard.type("f");
        keyboard.await(screen -> screen.contains("@"));
        move("while indexing");
        keyboard.type("b");
        keyboard.await(screen -> screen.contains("retained≥") && !screen.contains("Esc stops"));
        keyboard.type("f");
        keyboard.await(screen -> screen.contains("@"));
        move("with the index");
    }

    private void listObjects(String className) throws InterruptedException {
        keyboard.await(screen -> !screen.contains("opening"));
        keyboard.type("H");
        keyboard.await(screen -> screen.contains("shallow▾"));
        keyboard.type("/" + className);
        keyboard.enter();
        keyboard.enter();
        keyboard.await(screen -> screen.contains("@") && screen.contains(className));
    }

    private void move(String where) throws InterruptedException {
        keyboard.type("g");
        keyboard.await(screen -> screen.contains(" 1/"));
        repeat("Down, " + where, "Down");
        repeat("PgDn, " + where, "PgDn");
        repeat("End and Home, " + where, "End", "Home");
        repeat("PgUp from the end, " + where, TIMES / 4, "End", "PgUp", "PgUp", "PgUp");
        repeat("Enter inspects, b goes back, " + where, "Enter", "b");
    }

    private void repeat(String name, String... keys) throws InterruptedException {
        repeat(name, TIMES / keys.length, keys);
    }

    private void repeat(String name, int rounds, String... keys) throws InterruptedException {
        List<Times> times = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            for (String key : keys) {
                times.add(keyboard.press(key));
            }
        }
        long[] toShow = times.stream().mapToLong(Times::toShow).sorted().toArray();
        long toFill = times.stream().mapToLong(Times::toFill).max().orElse(0);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                name,
                toShow[toShow.length / 2] / MILLION,
                toShow[toShow.length * 99 / 100] / MILLION,
                toShow[toShow.length - 1] / MILLION,
                toFill / MILLION);
    }
}
