package jpm.e2e;

import java.util.List;
import java.util.stream.Stream;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;

/** What the debugger says of a dump. */
final class Inspection {
    private Inspection() {}

    /** What {@code print} says of expressions in the innermost frame of a method. */
    static List<String> printed(DebugSession session, String method, String... expressions) {
        DebugFrame frame = session.frames().stream()
                .filter(candidate -> candidate.methodName().equals(method))
                .findFirst()
                .orElseThrow();
        session.selectFrame(frame.index());
        CommandInterpreter interpreter = new CommandInterpreter(session);
        return Stream.of(expressions)
                .map(expression ->
                        interpreter.execute("print " + expression).text().strip())
                .toList();
    }
}
