package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import jpm.value.Value;

/**
 * A small dead shop in memory: two threads; {@code main} with three frames and a tree of locals that has an array of 250 elements. Any question
 * can be made to wait, or to fail.
 */
class ShopDump implements Debuggee {
    static final int ELEMENTS = 250;
    private static final Value NO_VALUE = new Value.Unavailable("test");
    private static final List<FrameRow> MAIN_FRAMES = List.of(
            new FrameRow(0, "Shop.price", ":5"),
            new FrameRow(1, "Shop.total", ":12"),
            new FrameRow(2, "Shop.main", ":17"));
    private static final List<String> SOURCE = List.of(
            "package com.acme;",
            "",
            "class Shop {",
            "    static int price(Item item) {",
            "        return stock.get(item.id()).cents(); // no stock",
            "    }",
            "",
            "    /* sums up",
            "       all items */",
            "    static int total(Order order) {",
            "        int sum = 0;",
            "        for (Item item : order.items()) sum += price(item);",
            "        return sum;",
            "    }",
            "",
            "    public static void main(String[] args) {",
            "        System.out.println(\"total \" + total(new Order()));",
            "    }",
            "}");
    private static final int[] LINES = {5, 12, 17};

    private final UnaryOperator<String> hook;
    private int thread = 1;
    private int frame;

    ShopDump() {
        this(question -> question);
    }

    /** @param hook called with the name of each question on the worker's thread; may wait or throw */
    ShopDump(UnaryOperator<String> hook) {
        this.hook = hook;
    }

    /** A shop whose answers to one question wait for the latch. */
    static ShopDump waiting(String slowQuestion, CountDownLatch latch) {
        return new ShopDump(question -> {
            if (question.equals(slowQuestion)) {
                await(latch);
            }
            return question;
        });
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ask(String question) {
        hook.apply(question);
    }

    @Override
    public String headline() {
        ask("headline");
        return "com.acme.Shop · pid 4242 · uncaught · IllegalStateException: no stock";
    }

    @Override
    public String greeting() {
        ask("greeting");
        return "com.acme.Shop died of java.lang.IllegalStateException: no stock\n";
    }

    @Override
    public List<ThreadRow> threads() {
        ask("threads");
        return List.of(new ThreadRow(1, "main", "RUNNABLE", true), new ThreadRow(2, "pool-1", "WAITING", false));
    }

    @Override
    public int currentThread() {
        return thread;
    }

    @Override
    public void selectThread(int number) {
        ask("selectThread");
        thread = number;
        frame = 0;
    }

    @Override
    public List<FrameRow> frames() {
        ask("frames");
        return thread == 1 ? MAIN_FRAMES : List.of(new FrameRow(0, "LockSupport.park", " native"));
    }

    @Override
    public int currentFrame() {
        return frame;
    }

    @Override
    public void selectFrame(int index) {
        frame = index;
    }

    @Override
    public SourceText source() {
        ask("source");
        return thread == 1
                ? new SourceText(
                        "Shop.java · /srv/shop/build/sources/src/main/java",
                        SOURCE,
                        List.of(),
                        LINES[frame] - 1,
                        LINES[frame] - 1,
                        List.of())
                : SourceText.none("", List.of("no source; looked in", "  /srv/src"));
    }

    @Override
    public Locals locals() {
        ask("locals");
        if (thread != 1) {
            return new Locals(List.of(), "not compiled with -g");
        }
        List<Variable> variables = new ArrayList<>();
        variables.add(new Variable("item", "", "Item@1a {id=7, name=\"cup\"}", 2, NO_VALUE));
        variables.add(new Variable("prices", "", "int[250] {0, 1, 2, …}", ELEMENTS, NO_VALUE));
        variables.add(new Variable("slot3", "inferred", "42", 0, NO_VALUE));
        variables.add(new Variable("frame" + frame, "", "null", 0, NO_VALUE));
        return new Locals(variables, "");
    }

    @Override
    public List<Variable> children(Variable parent, int from, int count) {
        ask("children");
        if (parent.label().equals("item")) {
            return List.of(new Variable("id", "", "7", 0, NO_VALUE), new Variable("name", "", "\"cup\"", 0, NO_VALUE));
        }
        return IntStream.range(from, Math.min(ELEMENTS, from + count))
                .mapToObj(index -> new Variable("[" + index + "]", "", Integer.toString(index), 0, NO_VALUE))
                .toList();
    }

    @Override
    public Reply execute(String command) {
        ask("execute");
        return switch (command) {
            case "up" -> moved(1);
            case "down" -> moved(-1);
            case "quit" -> new Reply("", false, true);
            case "exception" -> new Reply("at frame\n".repeat(30), false, false);
            case "long" -> new Reply("line\n".repeat(100), false, false);
            case "wide" -> new Reply("x".repeat(200), false, false);
            case "hostile" -> new Reply("a\u001b[31mred\u0007 日本語 e\u0301 \u202Eevil", false, false);
            default ->
                command.startsWith("print ")
                        ? new Reply(command.substring(6) + " = 42\n", false, false)
                        : new Reply("unknown command: " + command + "\n", true, false);
        };
    }

    private Reply moved(int step) {
        frame += step;
        return new Reply(MAIN_FRAMES.get(frame).method() + "\n", false, false);
    }

    @Override
    public List<String> complete(String line, int cursor) {
        ask("complete");
        return List.of("print", "prices", "quit").stream()
                .filter(word -> word.startsWith(line.substring(line.lastIndexOf(' ') + 1, cursor)))
                .toList();
    }

    @Override
    public List<CommandSummary> commands() {
        return List.of(new CommandSummary("bt [full]", "print the stack"));
    }

    @Override
    public void close() {
        ask("close");
    }
}
