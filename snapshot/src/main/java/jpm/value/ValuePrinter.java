package jpm.value;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Writes values as one line of text in libpython's manner: cut at a number of characters with {@code ...(truncated)}, at most so many
 * elements, an object within itself as {@code [...]}, {@code {...}} or {@code <...>}. An object that occurs twice without being
 * within itself is written twice.
 *
 * <p>Lists and arrays are {@code [1, 2]}, sets {@code {1, 2}}, maps {@code {"a"=1}}, records {@code Point[x=1]}, other objects
 * {@code Item@1f {price=3}}; primitives and strings are literals as {@link Literals} has them.
 */
public final class ValuePrinter {
    private static final String TRUNCATED = "...(truncated)";

    private final LogicalViews views;
    private final PrintLimits limits;
    private final Style style;

    /** How primitives and strings are written, and whether objects are shown as their bare fields. */
    public interface Style {
        /** Java literals, and what objects mean. */
        Style JAVA = new Style() {};

        /** A primitive. */
        default String primitive(Value.Primitive value) {
            return Literals.of(value);
        }

        /** Whether collections and the like are shown as the fields by which they are kept. */
        default boolean isRaw() {
            return false;
        }
    }

    public ValuePrinter(ObjectModel model, PrintLimits limits) {
        this(new LogicalViews(model), limits);
    }

    public ValuePrinter(LogicalViews views, PrintLimits limits) {
        this(views, limits, Style.JAVA);
    }

    public ValuePrinter(LogicalViews views, PrintLimits limits, Style style) {
        this.views = views;
        this.limits = limits;
        this.style = style;
    }

    /** The value's text; never longer than the limit and the mark that says so. */
    public String print(Value value) {
        return new Line().text(value);
    }

    private static final class LineFull extends RuntimeException {
        LineFull() {
            super(null, null, false, false);
        }
    }

    /** One value's text as it grows. */
    private final class Line {
        private final StringBuilder out = new StringBuilder();
        private final Set<Long> enclosing = new HashSet<>();
        private int elementsLeft = limits.maxElements();

        String text(Value value) {
            try {
                append(value);
                return out.toString();
            } catch (LineFull e) {
                return out + TRUNCATED;
            }
        }

        private void append(Value value) {
            if (value instanceof Value.Primitive primitive) {
                add(style.primitive(primitive));
            } else if (value instanceof Value.Null) {
                add("null");
            } else if (value instanceof Value.Text text) {
                addQuoted(text.text());
            } else if (value instanceof Value.Sequence sequence) {
                appendElements(CollectionLayouts.elements(sequence.elements()));
            } else if (value instanceof Value.Made made) {
                appendView(made.view());
            } else if (value instanceof Value.Host host) {
                addCleaned(HostValues.text(host.object()));
            } else if (value instanceof Value.Unavailable unavailable) {
                add("<unavailable: " + unavailable.why() + ">");
            } else if (value instanceof Value.Reference reference) {
                appendObject(reference.id());
            }
        }

        private void appendObject(long id) {
            String string = views.model().string(id, room() + 1);
            if (string != null) {
                addQuoted(string);
                return;
            }
            boolean isPlain = style.isRaw() && !views.model().isArray(id);
            View view = isPlain ? ObjectLayouts.plain(views, id) : views.view(id);
            if (!enclosing.add(id)) {
                add(cycleMark(view));
                return;
            }
            appendView(view);
            enclosing.remove(id);
        }

        private static String cycleMark(View view) {
            if (view instanceof View.Elements elements) {
                return elements.order() == View.Order.INDEXED ? "[...]" : "{...}";
            }
            return view instanceof View.Entries ? "{...}" : "<...>";
        }

        private void appendView(View view) {
            if (view instanceof View.Text text) {
                addCleaned(text.text());
            } else if (view instanceof View.Alias alias) {
                append(alias.value());
            } else if (view instanceof View.Wrapped wrapped) {
                add(wrapped.name() + "[");
                append(wrapped.value());
                add("]");
            } else if (view instanceof View.Pair pair) {
                appendPair(pair);
            } else if (view instanceof View.Elements elements) {
                appendElements(elements);
            } else if (view instanceof View.Entries entries) {
                appendEntries(entries);
            } else if (view instanceof View.Fields fields) {
                appendFields(fields);
            }
        }

        private void appendPair(View.Pair pair) {
            append(pair.key());
            add("=");
            append(pair.value());
        }

        private void appendElements(View.Elements elements) {
            boolean indexed = elements.order() == View.Order.INDEXED;
            add(indexed ? "[" : "{");
            appendParts(elements.size(), elements.source(), this::append);
            add(indexed ? "]" : "}");
        }

        private void appendEntries(View.Entries entries) {
            add("{");
            appendParts(entries.size(), entries.source(), this::appendPair);
            add("}");
        }

        private <T> void appendParts(int size, View.Source<T> source, java.util.function.Consumer<T> append) {
            if (size > 0 && tooDeep()) {
                add("...");
                return;
            }
            try {
                Iterator<T> parts = source.from(0);
                for (int i = 0; parts.hasNext(); i++) {
                    add(i == 0 ? "" : ", ");
                    if (elementsLeft-- <= 0) {
                        add("...(" + (size - i) + " more)");
                        return;
                    }
                    append.accept(parts.next());
                }
            } catch (UnknownLayoutException | IndexOutOfBoundsException e) {
                add("<damaged>");
            }
        }

        private void appendFields(View.Fields view) {
            boolean isRecord = view.form() == View.Form.RECORD;
            addCleaned(view.head());
            if (view.form() == View.Form.SUMMARY && view.fields().isEmpty()) {
                return;
            }
            add(isRecord ? "[" : " {");
            if (tooDeep() && !view.fields().isEmpty()) {
                add("...");
            } else {
                appendFields(view.fields());
            }
            add(isRecord ? "]" : "}");
        }

        private void appendFields(List<ObjectModel.Field> fields) {
            String separator = "";
            for (ObjectModel.Field field : fields) {
                add(separator);
                add(field.name());
                add("=");
                append(field.value());
                separator = ", ";
            }
        }

        private boolean tooDeep() {
            return enclosing.size() > limits.maxDepth();
        }

        private int room() {
            return Math.max(0, limits.maxChars() - out.length());
        }

        private void add(String text) {
            int room = room();
            if (text.length() > room) {
                out.append(text, 0, room);
                throw new LineFull();
            }
            out.append(text);
        }

        /** Text of the dump that is no literal: control characters would reach the terminal otherwise. */
        private void addCleaned(String text) {
            for (int i = 0; i < text.length(); i++) {
                Literals.appendCleaned(out, text, i);
                checkRoom();
            }
        }

        private void addQuoted(String text) {
            add("\"");
            for (int i = 0; i < text.length(); i++) {
                Literals.appendEscaped(out, text, i);
                checkRoom();
            }
            add("\"");
        }

        private void checkRoom() {
            if (out.length() > limits.maxChars()) {
                boolean inPair = Character.isLowSurrogate(out.charAt(limits.maxChars()));
                out.setLength(limits.maxChars() - (inPair ? 1 : 0));
                throw new LineFull();
            }
        }
    }
}
