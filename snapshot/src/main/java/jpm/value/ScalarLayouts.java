package jpm.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import jpm.value.LogicalViews.Layout;

/** Objects that stand for one number, character or other object. */
final class ScalarLayouts {
    private static final int MAX_BIG_INTEGER_WORDS = 1024;
    private static final long INFLATED = Long.MIN_VALUE;

    private ScalarLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        for (String box :
                new String[] {"Boolean", "Character", "Byte", "Short", "Integer", "Long", "Float", "Double"}) {
            layouts.put("java.lang." + box, alias("value"));
        }
        for (String atomic : new String[] {"AtomicInteger", "AtomicLong", "AtomicReference"}) {
            layouts.put("java.util.concurrent.atomic." + atomic, alias("value"));
        }
        for (String array : new String[] {"AtomicIntegerArray", "AtomicLongArray", "AtomicReferenceArray"}) {
            layouts.put("java.util.concurrent.atomic." + array, alias("array"));
        }
        layouts.put("java.util.concurrent.atomic.AtomicBoolean", ScalarLayouts::atomicBoolean);
        layouts.put("java.util.concurrent.atomic.LongAdder", ScalarLayouts::longAdder);
        layouts.put("java.util.concurrent.atomic.DoubleAdder", ScalarLayouts::doubleAdder);
        layouts.put(
                "java.math.BigInteger",
                (views, id) -> new View.Text(bigInteger(views.in, id).toString()));
        layouts.put("java.math.BigDecimal", ScalarLayouts::bigDecimal);
        layouts.put("java.util.Optional", ScalarLayouts::optional);
        layouts.put("java.util.OptionalInt", ScalarLayouts::optionalPrimitive);
        layouts.put("java.util.OptionalLong", ScalarLayouts::optionalPrimitive);
        layouts.put("java.util.OptionalDouble", ScalarLayouts::optionalPrimitive);
        layouts.put("java.lang.ref.Reference", ScalarLayouts::reference);
    }

    static Layout alias(String... path) {
        return (views, id) -> new View.Alias(views.in.value(id, path));
    }

    private static View atomicBoolean(LogicalViews views, long id) {
        return new View.Alias(new Value.Primitive(PrimitiveType.BOOLEAN, views.in.number(id, "value")));
    }

    private static View longAdder(LogicalViews views, long id) {
        return new View.Alias(new Value.Primitive(PrimitiveType.LONG, sum(views.in, id)));
    }

    /** The sum of a {@code LongAdder}'s base and cells. */
    static long sum(FieldReader in, long id) {
        long sum = in.number(id, "base");
        Long cells = in.idOrNull(id, "cells");
        for (int i = 0; cells != null && i < in.length(cells); i++) {
            if (in.element(cells, i) instanceof Value.Reference cell) {
                sum += in.number(cell.id(), "value");
            }
        }
        return sum;
    }

    private static View doubleAdder(LogicalViews views, long id) {
        FieldReader in = views.in;
        double sum = Double.longBitsToDouble(in.number(id, "base"));
        Long cells = in.idOrNull(id, "cells");
        for (int i = 0; cells != null && i < in.length(cells); i++) {
            if (in.element(cells, i) instanceof Value.Reference cell) {
                sum += Double.longBitsToDouble(in.number(cell.id(), "value"));
            }
        }
        return new View.Alias(new Value.Primitive(PrimitiveType.DOUBLE, Double.doubleToRawLongBits(sum)));
    }

    /** A {@code BigInteger}'s value; huge ones have an unknown layout, since writing them would take minutes. */
    static BigInteger bigInteger(FieldReader in, long id) {
        int signum = in.integer(id, "signum");
        long magnitude = in.id(id, "mag");
        int words = in.length(magnitude);
        if (words > MAX_BIG_INTEGER_WORDS || signum < -1 || signum > 1) {
            throw new UnknownLayoutException("big integer of " + words + " words");
        }
        byte[] bytes = new byte[words * Integer.BYTES];
        for (int i = 0; i < words; i++) {
            int word = (int) in.number(in.element(magnitude, i));
            for (int b = 0; b < Integer.BYTES; b++) {
                bytes[i * Integer.BYTES + b] = (byte) (word >> (24 - 8 * b));
            }
        }
        return signum == 0 ? BigInteger.ZERO : new BigInteger(signum, bytes);
    }

    /** A {@code BigDecimal}'s value. */
    static BigDecimal bigDecimal(FieldReader in, long id) {
        long compact = in.number(id, "intCompact");
        int scale = in.integer(id, "scale");
        return compact == INFLATED
                ? new BigDecimal(bigInteger(in, in.id(id, "intVal")), scale)
                : BigDecimal.valueOf(compact, scale);
    }

    private static View bigDecimal(LogicalViews views, long id) {
        return new View.Text(bigDecimal(views.in, id).toString());
    }

    private static View optional(LogicalViews views, long id) {
        Value value = views.in.value(id, "value");
        return value instanceof Value.Null ? new View.Text("Optional.empty") : new View.Wrapped("Optional", value);
    }

    private static View optionalPrimitive(LogicalViews views, long id) {
        String name = Optional.of(views.model().className(id))
                .map(LogicalViews::simpleName)
                .orElseThrow();
        return views.in.flag(id, "isPresent")
                ? new View.Wrapped(name, views.in.value(id, "value"))
                : new View.Text(name + ".empty");
    }

    private static View reference(LogicalViews views, long id) {
        return new View.Wrapped(LogicalViews.simpleName(views.model().className(id)), views.in.value(id, "referent"));
    }
}
