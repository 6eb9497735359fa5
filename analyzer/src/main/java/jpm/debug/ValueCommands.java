package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.expr.ExpressionException;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Looking at values. */
final class ValueCommands {
    private static final String GROUP = "values";

    private final DebugSession session;
    private final StackCommands stack;
    private final List<Display> displays = new ArrayList<>();
    private int lastDisplay;

    ValueCommands(DebugSession session, StackCommands stack) {
        this.session = session;
        this.stack = stack;
    }

    private record Display(int number, @Nullable PrintStyle style, String expression) {}

    void addSubjects(SessionCommands info) {
        info.addSubject("display", "the expressions that are displayed", arguments -> displayList());
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(command(
                "locals",
                List.of(),
                "locals",
                "all variables of the current frame",
                "this, the arguments and the local variables in scope, with their values when the exception left the frame.",
                List.of(),
                arguments -> stack.variables("Variables", List.of(Local.Kind.values()))));
        commands.add(command(
                "print",
                List.of("p", "inspect"),
                "print[/FORMAT] [EXPRESSION]",
                "the value of an expression",
                "Java's expressions that change nothing: variables, fields, statics, arithmetic, casts, instanceof, collections with lambdas, methods of the "
                        + "JDK's values, and methods of the program whose code is known and changes nothing. Further [index], [\"key\"], and Item@1f, an "
                        + "object as it is printed.\n"
                        + "$exception is the exception, $thread the current thread, $ the value printed last, $$ the one before, $3 the third, $$3 the "
                        + "third last; \"set $name = EXPRESSION\" keeps a value.\n"
                        + "Formats: /x hexadecimal, /z with leading zeros, /d decimal, /u without sign, /o octal, /t binary, /c character, /f floating "
                        + "point, /s text without quotes, /r bare fields. Without expression, the last value again.",
                List.of(
                        "print order.lines[0].price * 2  fields, elements, arithmetic",
                        "p/x flags  in hexadecimal",
                        "p items.stream().filter(x -> x.price > 3).map(x -> x.name).toList()  collections",
                        "p/s body  a long text as it is"),
                this::print));
        commands.add(command(
                "whatis",
                List.of(),
                "whatis EXPRESSION",
                "the type of an expression's value",
                "The class of the object, or the primitive type.",
                List.of("whatis order.customer  its class"),
                arguments -> session.typeName(evaluate(arguments)) + "\n"));
        commands.add(command(
                "display",
                List.of(),
                "display[/FORMAT] [EXPRESSION]",
                "print an expression in every frame that one goes to",
                "Shows EXPRESSION now and whenever another frame or thread becomes the current one. Where it has no value it is left out. Without "
                        + "expression, all displays now.",
                List.of("display this.state  in each frame", "display/x flags  in hexadecimal"),
                this::display));
        commands.add(command(
                "undisplay",
                List.of(),
                "undisplay [NUMBER…]",
                "end a display, or all",
                "Numbers are those that \"info display\" shows.",
                List.of("undisplay 2  the second"),
                this::undisplay));
    }

    private static DebugCommand command(
            String name,
            List<String> aliases,
            String usage,
            String summary,
            String help,
            List<String> examples,
            java.util.function.Function<String, String> answer) {
        return DebugCommand.saying(new CommandHelp(name, aliases, GROUP, usage, summary, help, examples), answer);
    }

    private Value evaluate(String expression) {
        return evaluate(session, expression);
    }

    /** The value of a command's argument. */
    static Value evaluate(DebugSession session, String expression) {
        Arguments.required(expression, "an expression");
        try {
            return session.evaluate(expression);
        } catch (ExpressionException e) {
            throw new ExpressionFailure(expression, e);
        }
    }

    private String print(String arguments) {
        Formatted formatted = Formatted.of(arguments);
        boolean isLast = formatted.expression.isEmpty();
        String expression = isLast ? "$" : formatted.expression;
        Value value = evaluate(expression);
        if (!isLast) {
            session.history().record(value);
        }
        return FrameText.clean(expression) + " = " + shown(value, formatted.style) + "\n";
    }

    private String shown(Value value, @Nullable PrintStyle style) {
        if (style == null) {
            return session.render(value);
        }
        String text = style.letter() == 's' ? session.texts().content(value) : null;
        return text == null ? session.texts().printed(value, session.limits(), style) : lines(text);
    }

    /** A text as it is but for what acts on a terminal. */
    private static String lines(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(out.length() == 0 ? "" : "\n").append(FrameText.clean(line)));
        return out.toString();
    }

    /** {@code /x EXPRESSION}. */
    private record Formatted(@Nullable PrintStyle style, String expression) {
        static Formatted of(String arguments) {
            boolean hasFormat = arguments.matches("(?s)/[A-Za-z]+(\\s.*)?");
            if (!hasFormat) {
                return new Formatted(null, arguments);
            }
            String letters = arguments.split("\\s", 2)[0];
            return new Formatted(
                    PrintStyle.of(letters.substring(1)),
                    arguments.substring(letters.length()).strip());
        }
    }

    private String display(String arguments) {
        if (arguments.isEmpty()) {
            StringBuilder all = new StringBuilder();
            showDisplays(all::append);
            return all.toString();
        }
        Formatted formatted = Formatted.of(arguments);
        Arguments.required(formatted.expression, "an expression");
        evaluate(formatted.expression);
        Display display = new Display(++lastDisplay, formatted.style, formatted.expression);
        displays.add(display);
        return line(display);
    }

    private String line(Display display) {
        return display.number + ": " + FrameText.clean(display.expression) + " = "
                + shown(evaluate(display.expression), display.style) + "\n";
    }

    /** Writes the displays that have a value here. */
    void showDisplays(CommandOutput out) {
        for (Display display : displays) {
            try {
                out.write(line(display));
            } catch (ExpressionFailure notHere) {
                continue;
            }
        }
    }

    private String displayList() {
        StringBuilder list = new StringBuilder();
        for (Display display : displays) {
            String format = display.style == null ? "" : "/" + display.style.letter() + " ";
            list.append(display.number)
                    .append(": ")
                    .append(format)
                    .append(FrameText.clean(display.expression))
                    .append('\n');
        }
        return list.length() == 0 ? "No displays.\n" : list.toString();
    }

    private String undisplay(String arguments) {
        if (arguments.isEmpty()) {
            displays.clear();
        }
        for (String word : Arguments.words(arguments)) {
            int number = Arguments.number(word);
            if (!displays.removeIf(display -> display.number == number)) {
                throw new CommandException(String.format(Locale.ROOT, "No display %d.", number));
            }
        }
        return "";
    }
}
