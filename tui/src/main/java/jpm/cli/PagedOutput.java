package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Lines of standard output: a moderate number through the pager, more straight on as they come. */
final class PagedOutput implements AutoCloseable {
    private static final int MAX_PAGED_LINES = 10_000;
    private static final int LINES_PER_CHECK = 1000;
    private static final int MAX_PAGED_LINE_CHARS = 1 << 20;

    private final Invocation invocation;
    private final List<String> held = new ArrayList<>();
    private final StringBuilder begun = new StringBuilder();
    private boolean straight;
    private long printed;

    PagedOutput(Invocation invocation) {
        this.invocation = invocation;
        this.straight = !invocation.console().stdoutIsTerminal();
    }

    /** Throws {@link CancellationException} when nobody reads the output any more. */
    void line(String line) {
        if (straight) {
            print(line);
            return;
        }
        held.add(begun + line);
        begun.setLength(0);
        if (held.size() == MAX_PAGED_LINES) {
            goStraight();
        }
    }

    /** A part of a line, which {@link #line} goes on with and ends; throws as it does. */
    void part(String part) {
        if (straight) {
            invocation.console().out().print(part);
            check();
            return;
        }
        begun.append(part);
        if (begun.length() > MAX_PAGED_LINE_CHARS) {
            goStraight();
        }
    }

    private void goStraight() {
        straight = true;
        held.forEach(this::print);
        held.clear();
        invocation.console().out().print(begun);
        begun.setLength(0);
    }

    private void print(String line) {
        invocation.console().out().println(line);
        check();
    }

    private void check() {
        if (++printed % LINES_PER_CHECK == 0 && invocation.console().out().checkError()) {
            throw new CancellationException("nobody reads the output");
        }
    }

    @Override
    public void close() {
        if (!straight) {
            Pager.print(held, invocation);
            held.clear();
        }
    }
}
