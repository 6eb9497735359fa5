package jpm.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a snapshot what {@link PrivacyRules} hide. What is hidden is said to be: a variable stays with its name and the
 * remark {@code masked}, pieces of texts become {@link Secrets#MASK}. Objects that only hidden variables reach are gone.
 *
 * <p>For one snapshot.
 */
public final class Redaction {
    private final PrivacyRules rules;
    private int hidden;

    public Redaction(PrivacyRules rules) {
        this.rules = rules;
    }

    /** How many variables were hidden and texts changed. */
    public int hidden() {
        return hidden;
    }

    /** The snapshot without what the rules hide. */
    public Snapshot of(Snapshot snapshot) {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame : snapshot.frames()) {
            frames.add(frame.withVariables(variables(frame.arguments()), variables(frame.locals())));
        }
        List<Variable> expressions = variables(snapshot.expressions());
        List<Variable> table = new ArrayList<>();
        for (Variable object : snapshot.variableTable()) {
            table.add(object(object));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        snapshot.labels().forEach((name, value) -> labels.put(name, masked(value)));
        return new Reachable(frames, expressions, table).snapshot(snapshot, labels);
    }

    private List<Variable> variables(List<Variable> variables) {
        List<Variable> shown = new ArrayList<>();
        for (Variable variable : variables) {
            shown.add(variable(variable));
        }
        return shown;
    }

    private Variable variable(Variable variable) {
        boolean isHidden = (variable.name() != null && rules.hidesName(variable.name()))
                || (variable.type() != null && rules.hidesClass(variable.type()));
        if (isHidden && isTelling(variable)) {
            return hide(variable);
        }
        Variable shown = variable.members().isEmpty() ? variable : variable.withMembers(members(variable));
        return shown.value() == null ? shown : shown.withValue(masked(shown.value()));
    }

    // That something is null, or not there, is no secret.
    private static boolean isTelling(Variable variable) {
        return variable.tableIndex() != null
                || !variable.members().isEmpty()
                || (variable.value() != null && !variable.value().equals("null"));
    }

    private Variable hide(Variable variable) {
        hidden++;
        return new Variable(
                variable.name(),
                variable.type(),
                null,
                List.of(),
                null,
                Status.ofValue(true, "masked"),
                variable.name() == null ? null : Variable.UNAVAILABLE,
                variable.superclasses());
    }

    private Variable object(Variable object) {
        boolean isHidden = object.type() != null && (rules.hidesClass(object.type()) || isSecretText(object));
        return isHidden ? hide(object) : variable(object);
    }

    /** Fields or elements; the value beside a key that names a secret is hidden, be it in an entry or in an array. */
    private List<Variable> members(Variable of) {
        boolean isArray = of.type() != null && of.type().endsWith("]");
        boolean isEntry = of.members().stream().anyMatch(member -> "key".equals(member.name()) && namesSecret(member));
        List<Variable> shown = new ArrayList<>();
        boolean secretFollows = false;
        for (Variable member : of.members()) {
            boolean isHidden = secretFollows || (isEntry && "value".equals(member.name()));
            shown.add(isHidden && isTelling(member) ? hide(member) : variable(member));
            secretFollows = isArray && namesSecret(member);
        }
        return shown;
    }

    private boolean namesSecret(Variable variable) {
        String text = variable.value();
        return text != null
                && text.startsWith("\"")
                && text.indexOf('=') < 0
                && rules.hidesName(text.replace("\"", ""));
    }

    /** Whether an array of bytes or chars spells a secret. */
    private boolean isSecretText(Variable array) {
        String text = "byte[]".equals(array.type()) ? bytes(array) : "char[]".equals(array.type()) ? chars(array) : "";
        return !rules.masked(text).equals(text);
    }

    private static String bytes(Variable array) {
        byte[] bytes = new byte[array.members().size()];
        int length = 0;
        for (Variable element : array.members()) {
            String value = element.value();
            if (value != null && value.matches("-?\\d{1,3}") && !"length".equals(element.name())) {
                bytes[length++] = (byte) Integer.parseInt(value);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).replace("\0", "");
    }

    private static String chars(Variable array) {
        StringBuilder text = new StringBuilder();
        for (Variable element : array.members()) {
            if (element.value() != null && element.value().length() == 1 && !"length".equals(element.name())) {
                text.append(element.value());
            }
        }
        return text.toString();
    }

    private String masked(String text) {
        String masked = rules.masked(text);
        hidden += masked.equals(text) ? 0 : 1;
        return masked;
    }

    /** Keeps of a table only what the frames and expressions lead to, and numbers it anew. */
    private static final class Reachable {
        private final List<Frame> frames;
        private final List<Variable> expressions;
        private final List<Variable> table;
        private final Map<Integer, Integer> numbers = new TreeMap<>();
        private final Deque<Integer> work = new ArrayDeque<>();

        Reachable(List<Frame> frames, List<Variable> expressions, List<Variable> table) {
            this.frames = frames;
            this.expressions = expressions;
            this.table = table;
        }

        Snapshot snapshot(Snapshot of, Map<String, String> labels) {
            reach(Snapshot.BUFFER_FULL);
            for (Frame frame : frames) {
                frame.arguments().forEach(this::reachFrom);
                frame.locals().forEach(this::reachFrom);
            }
            expressions.forEach(this::reachFrom);
            while (!work.isEmpty()) {
                reachFrom(table.get(work.remove()));
            }
            int number = 0;
            for (Map.Entry<Integer, Integer> entry : numbers.entrySet()) {
                entry.setValue(number++);
            }
            List<Frame> renumbered = new ArrayList<>();
            for (Frame frame : frames) {
                renumbered.add(frame.withVariables(renumbered(frame.arguments()), renumbered(frame.locals())));
            }
            List<Variable> kept = numbers.keySet().stream().map(table::get).toList();
            return new Snapshot(of.id(), of.time(), renumbered, renumbered(expressions), renumbered(kept), labels);
        }

        private void reachFrom(Variable variable) {
            if (variable.tableIndex() != null) {
                reach(variable.tableIndex());
            }
            variable.members().forEach(this::reachFrom);
        }

        private void reach(int index) {
            if (index >= 0 && index < table.size() && numbers.put(index, index) == null) {
                work.add(index);
            }
        }

        private List<Variable> renumbered(List<Variable> variables) {
            return variables.stream().map(this::renumbered).toList();
        }

        private Variable renumbered(Variable variable) {
            @Nullable Integer index = variable.tableIndex();
            Variable same =
                    variable.members().isEmpty() ? variable : variable.withMembers(renumbered(variable.members()));
            return index == null ? same : same.withTableIndex(numbers.getOrDefault(index, Snapshot.BUFFER_FULL));
        }
    }
}
