package jpm.debug;

import java.util.List;
import jpm.value.Value;

/** Looking at values. */
final class ValueCommands {
    private static final String GROUP = "values";

    private final DebugSession session;
    private final StackCommands stack;

    ValueCommands(DebugSession session, StackCommands stack) {
        this.session = session;
        this.stack = stack;
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(command(
                "locals",
                List.of(),
                "locals",
                "all variables of the current frame",
                "this, the arguments and the local variables in scope, with their values when the exception left the frame.",
                arguments -> stack.variables("Variables", List.of(Local.Kind.values()))));
        commands.add(command(
                "print",
                List.of("p", "inspect"),
                "print EXPRESSION",
                "the value of an expression",
                "A local variable, a field of this, or a static field of the class, and from there on fields, [index], [\"key\"], size(), length, "
                        + "get(), contains(), arithmetic, comparison, instanceof and casts, as in Java. $exception is the exception, $ the value "
                        + "printed last. No code of the program runs.",
                this::print));
        commands.add(command(
                "whatis",
                List.of(),
                "whatis EXPRESSION",
                "the type of an expression's value",
                "The class of the object, or the primitive type.",
                arguments -> session.typeName(evaluate(arguments)) + "\n"));
    }

    private static DebugCommand command(
            String name, List<String> aliases, String usage, String summary, String help, DebugCommand.Action action) {
        return new DebugCommand(new CommandHelp(name, aliases, GROUP, usage, summary, help), action);
    }

    private Value evaluate(String arguments) {
        return session.evaluate(Arguments.required(arguments, "an expression"));
    }

    private String print(String arguments) {
        Value value = evaluate(arguments);
        return FrameText.clean(arguments) + " = " + session.render(value) + "\n";
    }
}
