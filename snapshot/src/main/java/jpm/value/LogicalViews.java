package jpm.value;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a model mean: the JDK's collections, boxes, dates and the like as their content, everything else as fields. Reads
 * fields by name and runs no code; an object of an unknown or damaged layout is shown as its fields.
 */
public final class LogicalViews {
    private static final Map<String, Layout> LAYOUTS = layouts();
    private static final int MAX_ALIASES = 16;

    final FieldReader in;

    public LogicalViews(ObjectModel model) {
        this.in = new FieldReader(model);
    }

    /** Reads one class's objects. */
    @FunctionalInterface
    interface Layout {
        View view(LogicalViews views, long id);
    }

    private static Map<String, Layout> layouts() {
        Map<String, Layout> layouts = new HashMap<>();
        ScalarLayouts.addTo(layouts);
        TimeLayouts.addTo(layouts);
        NetworkLayouts.addTo(layouts);
        CollectionLayouts.addTo(layouts);
        QueueLayouts.addTo(layouts);
        MapLayouts.addTo(layouts);
        ObjectLayouts.addTo(layouts);
        return layouts;
    }

    public ObjectModel model() {
        return in.model;
    }

    /** The view of an object. Its parts are read later: iterating them may end early where the object is damaged. */
    public View view(long id) {
        try {
            return in.model.isArray(id) ? array(id) : known(id);
        } catch (UnknownLayoutException | DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
            return ObjectLayouts.plain(this, id);
        }
    }

    private View known(long id) {
        for (String name : in.model.classNames(id)) {
            Layout layout = LAYOUTS.get(name);
            if (layout != null) {
                return layout.view(this, id);
            }
        }
        return ObjectLayouts.plain(this, id);
    }

    private View array(long id) {
        int length = in.length(id);
        return new View.Elements(View.Order.INDEXED, length, ElementSources.indexed(length, i -> in.element(id, i)));
    }

    /** The object that a value finally stands for, through boxes and wrappers; the value itself where it stands for itself. */
    public Value resolve(Value value) {
        Value at = value;
        for (int i = 0; i < MAX_ALIASES; i++) {
            if (!(at instanceof Value.Reference reference) || !(view(reference.id()) instanceof View.Alias alias)) {
                break;
            }
            at = alias.value();
        }
        return at;
    }

    /** Whether an object with a text for a view has more to show behind it. */
    boolean showsAllFields(long id) {
        return in.model.classNames(id).contains("java.lang.Thread");
    }

    /** The view of what a value finally stands for, or null where that is no object. */
    public @Nullable View viewOf(Value value) {
        Value resolved = resolve(value);
        if (resolved instanceof Value.Sequence sequence) {
            return CollectionLayouts.elements(sequence.elements());
        } else if (resolved instanceof Value.Made made) {
            return made.view();
        } else if (resolved instanceof Value.Host host) {
            return new View.Text(HostValues.text(host.object()));
        }
        return resolved instanceof Value.Reference reference ? view(reference.id()) : null;
    }

    /**
     * The same value as an object of this JVM: strings, boxes, dates, big numbers and the JDK's enum constants; null for anything else, and for
     * null.
     */
    public @Nullable Object host(Value value) {
        Value resolved = resolve(value);
        try {
            return HostValues.of(this, resolved);
        } catch (UnknownLayoutException | DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** The box of a primitive. */
    public static Object box(Value.Primitive value) {
        return HostValues.box(value);
    }

    /** The elements that an object's view has; {@link UnknownLayoutException} when it has none. */
    View.Elements elements(Value value) {
        Value resolved = resolve(value);
        if (resolved instanceof Value.Reference reference && view(reference.id()) instanceof View.Elements elements) {
            return elements;
        }
        throw new UnknownLayoutException("no collection");
    }

    /** The entries that an object's view has; {@link UnknownLayoutException} when it has none. */
    View.Entries entries(Value value) {
        Value resolved = resolve(value);
        if (resolved instanceof Value.Reference reference && view(reference.id()) instanceof View.Entries entries) {
            return entries;
        }
        throw new UnknownLayoutException("no map");
    }

    /** The name of a class as people say it: {@code Item} for {@code com.acme.Shop$Item}. */
    public static String simpleName(String className) {
        String name = withoutHiddenSuffix(className);
        name = name.substring(name.lastIndexOf('.') + 1);
        int dollar = name.lastIndexOf('$');
        boolean named =
                dollar > 0 && dollar + 1 < name.length() && Character.isJavaIdentifierStart(name.charAt(dollar + 1));
        return named && !name.contains("$$") ? name.substring(dollar + 1) : name;
    }

    private static String withoutHiddenSuffix(String className) {
        int slash = className.indexOf('/');
        int plus = className.indexOf("+0x");
        int end = slash > 0 ? slash : plus > 0 ? plus : className.length();
        return className.substring(0, end);
    }

    /** At most {@code count} parts; fewer where the object is damaged. */
    public static <T> List<T> part(View.Source<T> source, int from, int count) {
        List<T> parts = new ArrayList<>();
        try {
            var all = source.from(from);
            while (parts.size() < count && all.hasNext()) {
                parts.add(all.next());
            }
        } catch (UnknownLayoutException | IndexOutOfBoundsException e) {
            return parts;
        }
        return parts;
    }
}
