package jpm.value;

import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRulesException;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Objects of a model as objects of this JVM, for classes of the JDK whose objects never change and are told by their fields alone. */
final class HostValues {
    private static final int MAX_TEXT_CHARS = 16 << 20;
    private static final Map<String, Reader> READERS = readers();

    private HostValues() {}

    /** Makes the object that one of the model is like. */
    @FunctionalInterface
    interface Reader {
        Object read(FieldReader in, long id);
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new HashMap<>(TimeLayouts.OBJECTS);
        readers.put("java.time.ZonedDateTime", HostValues::zonedDateTime);
        readers.put("java.time.ZoneRegion", (in, id) -> zone(in.requiredText(id, "id")));
        readers.put("java.math.BigInteger", ScalarLayouts::bigInteger);
        readers.put("java.math.BigDecimal", ScalarLayouts::bigDecimal);
        readers.put("java.math.MathContext", HostValues::mathContext);
        readers.put(
                "java.util.UUID", (in, id) -> new UUID(in.number(id, "mostSigBits"), in.number(id, "leastSigBits")));
        readers.put("java.util.Date", (in, id) -> new Date(in.number(id, "fastTime")));
        readers.put("java.util.Locale", HostValues::locale);
        return Map.copyOf(readers);
    }

    /** The object that a resolved value is like, or null; what is not as expected ends in {@link UnknownLayoutException}. */
    static @Nullable Object of(LogicalViews views, Value value) {
        if (value instanceof Value.Primitive primitive) {
            return box(primitive);
        } else if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Host host) {
            return host.object();
        }
        return value instanceof Value.Reference reference ? ofObject(views, reference.id()) : null;
    }

    private static @Nullable Object ofObject(LogicalViews views, long id) {
        String string = views.model().string(id, MAX_TEXT_CHARS);
        if (string != null) {
            return string;
        }
        List<String> lineage = views.model().classNames(id);
        Reader reader = READERS.get(lineage.get(0));
        if (reader != null) {
            return reader.read(views.in, id);
        }
        int ofEnum = lineage.indexOf("java.lang.Enum");
        return ofEnum > 0
                ? constant(lineage.get(ofEnum - 1), views.in.declaredText(id, "java.lang.Enum", "name"))
                : null;
    }

    /** The box of a primitive. */
    static Object box(Value.Primitive value) {
        long bits = value.bits();
        return switch (value.type()) {
            case BOOLEAN -> bits != 0;
            case CHAR -> (char) bits;
            case BYTE -> (byte) bits;
            case SHORT -> (short) bits;
            case INT -> (int) bits;
            case LONG -> bits;
            case FLOAT -> Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
        };
    }

    private static @Nullable Object constant(String className, String name) {
        if (!className.startsWith("java.")) {
            return null;
        }
        try {
            Class<?> type = Class.forName(className, false, null);
            for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
                if (constant instanceof Enum<?> known && known.name().equals(name)) {
                    return constant;
                }
            }
            return null;
        } catch (ClassNotFoundException | LinkageError unknownHere) {
            return null;
        }
    }

    private static Object zonedDateTime(FieldReader in, long id) {
        Object made = TimeLayouts.zonedDateTime(in, id);
        if (made instanceof ZonedDateTime) {
            return made;
        }
        throw new UnknownLayoutException("unknown zone");
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (ZoneRulesException e) {
            throw new UnknownLayoutException("unknown zone");
        }
    }

    private static MathContext mathContext(FieldReader in, long id) {
        String mode = in.requiredText(in.id(id, "roundingMode"), "name");
        return new MathContext(in.integer(id, "precision"), RoundingMode.valueOf(mode));
    }

    private static Locale locale(FieldReader in, long id) {
        long base = in.id(id, "baseLocale");
        return new Locale(
                in.requiredText(base, "language"), in.requiredText(base, "region"), in.requiredText(base, "variant"));
    }

    /** As views have it: the constants of enums with their class. */
    static String text(Object object) {
        return object instanceof Enum<?> constant
                ? constant.getDeclaringClass().getSimpleName() + "." + constant.name()
                : object.toString();
    }
}
