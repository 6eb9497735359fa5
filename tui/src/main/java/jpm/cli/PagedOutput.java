package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Lines of standard output: a moderate number through the pager, more straight on as they come. */
final class PagedOutput implements AutoCloseable {
    private static final int MAX_PAGED_LINES = 10_000;
    private static final int LINES_PER_CHECK = 1000;

    private final Invocation invocation;
    private final List<String> held = new ArrayList<>();
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
        held.add(line);
        if (held.size() == MAX_PAGED_LINES) {
            straight = true;
            held.forEach(this::print);
            held.clear();
        }
    }

    private void print(String line) {
        invocation.console().out().println(line);
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
