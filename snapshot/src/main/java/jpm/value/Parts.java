package jpm.value;

import java.util.ArrayList;
import java.util.List;

/** What a value unfolds into: a collection's elements, a map's entries, an object's fields. */
public final class Parts {
    private static final PrintLimits KEY_LIMITS = PrintLimits.DEFAULT.withMaxChars(80);

    private final LogicalViews views;

    public Parts(LogicalViews views) {
        this.views = views;
    }

    /**
     * A part of a value.
     *
     * @param label a field's name, {@code [3]}, or {@code ["key"]}
     */
    public record Part(String label, Value value) {}

    /** How many parts a value has. */
    public int count(Value value) {
        View view = view(value);
        if (view instanceof View.Elements elements) {
            return elements.size();
        } else if (view instanceof View.Entries entries) {
            return entries.size();
        }
        return fixed(value, view).size();
    }

    /** The parts from that number on, at most {@code count}; fewer where the object is damaged. */
    public List<Part> of(Value value, int from, int count) {
        View view = view(value);
        if (view instanceof View.Elements elements) {
            return elements(LogicalViews.part(elements.source(), from, count), from);
        } else if (view instanceof View.Entries entries) {
            return entries(LogicalViews.part(entries.source(), from, count));
        }
        List<Part> all = fixed(value, view);
        int start = Math.min(from, all.size());
        return all.subList(start, Math.min(all.size(), start + count));
    }

    private View view(Value value) {
        View view = views.viewOf(value);
        return view == null ? new View.Text("") : view;
    }

    private static List<Part> elements(List<Value> values, int from) {
        List<Part> parts = new ArrayList<>(values.size());
        for (Value value : values) {
            parts.add(new Part("[" + (from + parts.size()) + "]", value));
        }
        return parts;
    }

    private List<Part> entries(List<View.Pair> pairs) {
        ValuePrinter keys = new ValuePrinter(views, KEY_LIMITS);
        return pairs.stream()
                .map(pair -> new Part("[" + keys.print(pair.key()) + "]", pair.value()))
                .toList();
    }

    private List<Part> fixed(Value value, View view) {
        if (view instanceof View.Wrapped wrapped) {
            return List.of(new Part("value", wrapped.value()));
        } else if (view instanceof View.Pair pair) {
            return List.of(new Part("key", pair.key()), new Part("value", pair.value()));
        } else if (view instanceof View.Fields && views.resolve(value) instanceof Value.Reference reference) {
            return fields(views.model().fields(reference.id()), true);
        } else if (view instanceof View.Text && views.resolve(value) instanceof Value.Reference reference) {
            return fields(views.model().fields(reference.id()), views.showsAllFields(reference.id()));
        }
        return List.of();
    }

    /** A date's fields say nothing that its text does not; an enum constant may have fields of its own. */
    private static List<Part> fields(List<ObjectModel.Field> fields, boolean all) {
        return fields.stream()
                .filter(field -> all || !field.declaringClass().startsWith("java."))
                .map(field -> new Part(field.name(), field.value()))
                .toList();
    }
}
