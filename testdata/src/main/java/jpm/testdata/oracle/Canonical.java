package jpm.testdata.oracle;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One text for one value, the same wherever it is computed: in the program from the live object, in a test from a dump.
 *
 * <ul>
 *   <li>{@code null}
 *   <li>primitives {@code int:5}, {@code boolean:true}, {@code char:0041} (hexadecimal), {@code float:} and {@code double:} with their
 *       raw bits in hexadecimal
 *   <li>strings {@code string:3:"abc"}; outside printable ASCII {@code \}{@code uXXXX}; from 200 chars on
 *       {@code string:LENGTH#HASH}
 *   <li>arrays {@code int[2]{int:1,int:2}}, from 40 elements on {@code int[LENGTH]#HASH} of the text of all elements
 *   <li>boxes {@code java.lang.Integer(int:5)}, enums {@code enum:Declaring.NAME}, classes {@code class:Name}
 *   <li>collections {@code java.util.ArrayList[…]}, maps {@code java.util.TreeMap[["key"]=value,…]} in their own
 *       order, with keys that are strings of plain letters, numbers or null
 *   <li>throwables by class name alone, other JDK objects likewise with {@code @} behind it
 *   <li>anything else {@code Name{Declaring.field=value,…}} sorted, a lambda as {@code lambda{…}}
 *   <li>{@code ^n} for an object that is being written n levels up, {@code …} below 7 levels
 * </ul>
 */
public final class Canonical {
    /** Longer strings are hashed. */
    public static final int MAX_CHARS = 200;
    /** Longer arrays are hashed. */
    public static final int MAX_ELEMENTS = 40;
    /** Levels of nesting that are written. */
    public static final int MAX_DEPTH = 7;
    /** Written for what lies too deep. */
    public static final String TOO_DEEP = "…";

    private final Deque<Object> open = new ArrayDeque<>();

    private Canonical() {}

    public static String of(boolean value) {
        return "boolean:" + value;
    }

    public static String of(byte value) {
        return "byte:" + value;
    }

    public static String of(short value) {
        return "short:" + value;
    }

    public static String of(char value) {
        return "char:" + hex4(value);
    }

    public static String of(int value) {
        return "int:" + value;
    }

    public static String of(long value) {
        return "long:" + value;
    }

    public static String of(float value) {
        return "float:" + Integer.toHexString(Float.floatToRawIntBits(value));
    }

    public static String of(double value) {
        return "double:" + Long.toHexString(Double.doubleToRawLongBits(value));
    }

    /** The text of a reference. */
    public static String of(@Nullable Object value) {
        return new Canonical().text(value);
    }

    /** The text of a string. */
    public static String string(String value) {
        if (value.length() >= MAX_CHARS) {
            return "string:" + value.length() + "#" + hash(value.getBytes(StandardCharsets.UTF_16BE));
        }
        StringBuilder text = new StringBuilder("string:").append(value.length()).append(":\"");
        value.chars().forEach(c -> text.append(printable(c) ? String.valueOf((char) c) : "\\u" + hex4((char) c)));
        return text.append('"').toString();
    }

    /** What stands for the elements of a long array: a hash of their joined texts. */
    public static String elementsHash(String joined) {
        return "#" + hash(joined.getBytes(StandardCharsets.UTF_8));
    }

    private String text(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String leaf = leaf(value);
        if (leaf != null) {
            return leaf;
        }
        int level = 0;
        for (Object above : open) {
            level++;
            if (above == value) {
                return "^" + level;
            }
        }
        if (open.size() >= MAX_DEPTH) {
            return TOO_DEEP;
        }
        open.push(value);
        String text = compound(value);
        open.pop();
        return text;
    }

    private static @Nullable String leaf(Object value) {
        if (value instanceof String string) {
            return string(string);
        }
        if (value instanceof Enum<?> constant) {
            return "enum:" + constant.getDeclaringClass().getName() + "." + constant.name();
        }
        if (value instanceof Class<?> type) {
            return "class:" + type.getName();
        }
        String primitive = primitive(value);
        if (primitive != null) {
            return value.getClass().getName() + "(" + primitive + ")";
        }
        return value instanceof Throwable ? value.getClass().getName() : null;
    }

    private static @Nullable String primitive(Object box) {
        if (box instanceof Boolean value) {
            return of(value.booleanValue());
        } else if (box instanceof Byte value) {
            return of(value.byteValue());
        } else if (box instanceof Short value) {
            return of(value.shortValue());
        } else if (box instanceof Character value) {
            return of(value.charValue());
        } else if (box instanceof Integer value) {
            return of(value.intValue());
        } else if (box instanceof Long value) {
            return of(value.longValue());
        } else if (box instanceof Float value) {
            return of(value.floatValue());
        } else if (box instanceof Double value) {
            return of(value.doubleValue());
        }
        return null;
    }

    private String compound(Object value) {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            return array(value);
        }
        if (value instanceof Collection<?> collection && type.getName().startsWith("java.")) {
            return type.getName() + "["
                    + String.join(",", collection.stream().map(this::text).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map && type.getName().startsWith("java.")) {
            return type.getName() + "["
                    + String.join(
                            ",",
                            map.entrySet().stream()
                                    .map(entry -> key(entry.getKey()) + "=" + text(entry.getValue()))
                                    .toList())
                    + "]";
        }
        return type.getName().startsWith("java.") ? type.getName() + "@" : object(value);
    }

    private static String key(@Nullable Object key) {
        return key instanceof String ? "[\"" + key + "\"]" : "[" + key + "]";
    }

    private String array(Object array) {
        int length = Array.getLength(array);
        Class<?> component = array.getClass().getComponentType();
        List<String> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            Object element = Array.get(array, i);
            elements.add(component.isPrimitive() ? String.valueOf(primitive(element)) : text(element));
        }
        String joined = String.join(",", elements);
        return component.getTypeName() + "[" + length + "]"
                + (length >= MAX_ELEMENTS ? elementsHash(joined) : "{" + joined + "}");
    }

    private String object(Object value) {
        boolean lambda = value.getClass().getName().contains("$$Lambda");
        List<String> fields = new ArrayList<>();
        for (Class<?> type = value.getClass(); type != null && isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    String label = lambda ? field.getName() : type.getName() + "." + field.getName();
                    fields.add(label + "=" + field(value, field));
                }
            }
        }
        fields.sort(Comparator.naturalOrder());
        return (lambda ? "lambda" : value.getClass().getName()) + "{" + String.join(",", fields) + "}";
    }

    private static boolean isOurs(Class<?> type) {
        return !type.getName().startsWith("java.");
    }

    private String field(Object owner, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            return field.getType().isPrimitive() ? String.valueOf(primitive(value)) : text(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean printable(int c) {
        return c >= ' ' && c <= '~' && c != '\\' && c != '"';
    }

    private static String hex4(char c) {
        return String.format("%04x", (int) c);
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
