package jpm.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import jpm.snapshot.Secrets;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import jpm.value.LogicalViews;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/**
 * An object by its content, in the form of Cloud Debugger's agents: elements as {@code [0]}, entries as {@code ["key"]} or by key and value, numbers
 * and dates by what they say. Read from fields; no code of the program's runs.
 */
final class ContentMembers {
    private static final int MAX_WRAPPERS = 8;
    private static final String CUT_IN_EXPRESSION = "Only first $0 items were captured.";

    private final SnapshotVariables variables;
    private final LogicalViews views;
    private final SnapshotLimits limits;
    private final List<Variable> members = new ArrayList<>();

    ContentMembers(SnapshotVariables variables, LogicalViews views, SnapshotLimits limits) {
        this.variables = variables;
        this.views = views;
        this.limits = limits;
    }

    /** The object, or null where it has no content but its fields. */
    @Nullable
    Variable of(long id) {
        View view = content(id);
        if (view instanceof View.Elements elements) {
            add(elements);
        } else if (view instanceof View.Entries entries) {
            add(entries);
        } else if (view instanceof View.Pair pair) {
            addPair(pair, members);
        } else if (view instanceof View.Text text) {
            members.add(variables.variable("toString", new Value.Text(text.text())));
        } else {
            return null;
        }
        return Variable.ofObject(views.model().className(id), members, null);
    }

    /** Wrappers of collections show what they wrap. */
    private View content(long id) {
        View view = views.view(id);
        for (int i = 0; i < MAX_WRAPPERS && view instanceof View.Alias alias; i++) {
            view = alias.value() instanceof Value.Reference inner ? views.view(inner.id()) : view;
        }
        return view;
    }

    private void add(View.Elements elements) {
        Iterator<Value> each = elements.source().from(0);
        while (each.hasNext() && members.size() < limits.elements() && variables.hasRoom()) {
            members.add(variables.variable("[" + members.size() + "]", each.next()));
        }
        addRemark(each.hasNext());
    }

    private void add(View.Entries entries) {
        List<View.Pair> pairs = new ArrayList<>();
        Iterator<View.Pair> each = entries.source().from(0);
        boolean areTexts = true;
        while (each.hasNext() && pairs.size() < limits.elements()) {
            View.Pair pair = each.next();
            pairs.add(pair);
            areTexts &= text(pair.key()) != null;
        }
        for (View.Pair pair : pairs) {
            if (variables.hasRoom()) {
                members.add(areTexts ? named(pair) : numbered(pair));
            }
        }
        addRemark(each.hasNext() || members.size() < pairs.size());
    }

    private Variable named(View.Pair pair) {
        String name = "[\"" + Secrets.masked(String.valueOf(text(pair.key()))) + "\"]";
        return variables.isSecretText(pair.key())
                ? SnapshotVariables.masked(name, "String")
                : variables.variable(name, pair.value());
    }

    private Variable numbered(View.Pair pair) {
        List<Variable> both = new ArrayList<>();
        addPair(pair, both);
        return Variable.ofObject(null, both, null).withName("[" + members.size() + "]");
    }

    private void addPair(View.Pair pair, List<Variable> to) {
        to.add(variables.variable("key", pair.key()));
        to.add(
                variables.isSecretText(pair.key())
                        ? SnapshotVariables.masked("value", "String")
                        : variables.variable("value", pair.value()));
    }

    private @Nullable String text(Value value) {
        return value instanceof Value.Reference reference
                ? views.model().string(reference.id(), limits.stringChars())
                : null;
    }

    private void addRemark(boolean isCut) {
        if (isCut) {
            String hint = limits == SnapshotLimits.OF_EXPRESSIONS ? CUT_IN_EXPRESSION : Status.CUT_ELEMENTS;
            addRemark(Status.ofValue(false, hint, Integer.toString(members.size())));
        } else if (members.isEmpty()) {
            addRemark(Status.ofValue(false, "Empty collection"));
        }
    }

    private void addRemark(Status status) {
        members.add(Variable.ofObject(null, List.of(), status));
    }
}
