package jpm.analysis.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jpm.analysis.query.Expression.Attribute;
import jpm.analysis.query.Expression.Relation;
import jpm.graph.ClassTable;
import jpm.graph.DumpedClass;
import jpm.graph.ObjectSizes;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.hprof.SymbolTable;
import jpm.io.BigEndian;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Turns expressions into code for the objects of one class: fields become offsets into the record's bytes, so that a filter over numbers neither
 * looks anything up nor makes objects.
 */
final class Compiler {
    /** Computes an expression for the looked-at object. */
    @FunctionalInterface
    interface Reading {
        @Nullable
        Object of(Subject subject);
    }

    /** Says whether the looked-at object is wanted. */
    @FunctionalInterface
    interface Condition {
        boolean holds(Subject subject);
    }

    private record Place(int offset, int typeCode, int bytes) {}

    private final DumpedClass type;
    private final ObjectSizes sizes;
    private final int idBytes;
    private final Execution execution;
    private final Set<Expression> known;
    private final boolean ofGroups;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * @param execution opens the heap when an expression needs other objects
     * @param known expressions whose values the subject knows
     * @param ofGroups whether the subjects are groups of objects, which have no fields
     */
    Compiler(
            DumpedClass type,
            ClassTable classes,
            ObjectSizes sizes,
            SymbolTable symbols,
            int idBytes,
            Execution execution,
            Set<Expression> known,
            boolean ofGroups) {
        this.type = type;
        this.sizes = sizes;
        this.idBytes = idBytes;
        this.execution = execution;
        this.known = known;
        this.ofGroups = ofGroups;
        int offset = 0;
        for (DumpedClass declaring : classes.lineage(type)) {
            for (ClassDump.Field field : declaring.dump().fields()) {
                int bytes = HprofType.sizeBytes(field.typeCode(), idBytes);
                places.putIfAbsent(symbols.text(field.nameId()), new Place(offset, field.typeCode(), bytes));
                offset += bytes;
            }
        }
    }

    Condition condition(Expression expression) {
        if (known.contains(expression)) {
            return subject -> Boolean.TRUE.equals(subject.known.get(expression));
        } else if (expression instanceof Expression.And and) {
            Condition left = condition(and.left());
            Condition right = condition(and.right());
            return subject -> left.holds(subject) && right.holds(subject);
        } else if (expression instanceof Expression.Or or) {
            Condition left = condition(or.left());
            Condition right = condition(or.right());
            return subject -> left.holds(subject) || right.holds(subject);
        } else if (expression instanceof Expression.Not not) {
            Condition of = condition(not.of());
            return subject -> !of.holds(subject);
        } else if (expression instanceof Expression.Comparison comparison) {
            return comparison(comparison);
        } else if (expression instanceof Expression.Like like) {
            return like(like);
        } else if (expression instanceof Expression.In in) {
            return in(in);
        } else if (expression instanceof Expression.InSelect in) {
            Reading value = reading(in.value());
            Set<Long> objects = execution.objects(in.select());
            return subject -> value.of(subject) instanceof ObjectReference object && objects.contains(object.id());
        }
        Reading reading = reading(expression);
        return subject -> Boolean.TRUE.equals(reading.of(subject));
    }

    private Condition comparison(Expression.Comparison comparison) {
        Condition fast = numberComparison(comparison);
        if (fast != null) {
            return fast;
        }
        Relation relation = comparison.relation();
        boolean text = isText(comparison.left()) || isText(comparison.right());
        Reading left = text ? textOrValue(comparison.left()) : reading(comparison.left());
        Reading right = text ? textOrValue(comparison.right()) : reading(comparison.right());
        return subject -> Operations.holds(relation, left.of(subject), right.of(subject));
    }

    /** A whole number in the object's own bytes, compared with a constant. */
    private @Nullable Condition numberComparison(Expression.Comparison comparison) {
        if (!(comparison.left() instanceof Expression.Field field)
                || !(field.of() instanceof Expression.Self)
                || known.contains(field)
                || !(comparison.right() instanceof Expression.Literal literal)
                || !(literal.value() instanceof Long constant)) {
            return null;
        }
        Place place = place(field);
        if (place == null || !isWholeNumber(place.typeCode)) {
            return null;
        }
        int end = place.offset + place.bytes;
        PrimitiveType primitive = PrimitiveType.ofHprofCode(place.typeCode);
        long number = constant;
        Relation relation = comparison.relation();
        return subject -> subject.length >= end
                && relation.holds(Long.compare(whole(primitive, subject.bytes, subject.at + place.offset), number));
    }

    private static boolean isWholeNumber(int typeCode) {
        return typeCode >= PrimitiveType.BYTE.hprofCode && typeCode <= PrimitiveType.LONG.hprofCode;
    }

    private static long whole(PrimitiveType type, byte[] bytes, int at) {
        return switch (type) {
            case INT -> BigEndian.getInt(bytes, at);
            case LONG -> BigEndian.getLong(bytes, at);
            case SHORT -> BigEndian.getShort(bytes, at);
            default -> bytes[at];
        };
    }

    private static boolean isText(Expression expression) {
        return expression instanceof Expression.Literal literal && literal.value() instanceof String;
    }

    private Condition like(Expression.Like like) {
        Reading text = textOrValue(like.text());
        Pattern pattern = like.pattern();
        return subject -> {
            Object value = text.of(subject);
            return value != null && pattern.matcher(value.toString()).matches();
        };
    }

    private Condition in(Expression.In in) {
        boolean text = in.alternatives().stream().anyMatch(Compiler::isText);
        Reading value = text ? textOrValue(in.value()) : reading(in.value());
        List<Reading> alternatives =
                in.alternatives().stream().map(this::reading).toList();
        return subject -> {
            Object wanted = value.of(subject);
            for (Reading alternative : alternatives) {
                if (isOrHas(alternative.of(subject), wanted)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean isOrHas(@Nullable Object alternative, @Nullable Object wanted) {
        return alternative instanceof List<?> list
                ? list.contains(wanted)
                : Operations.holds(Relation.EQUAL, wanted, alternative);
    }

    /** An object that is compared with a text is compared by what it prints. */
    private Reading textOrValue(Expression expression) {
        Reading reading = reading(expression);
        if (!mayBeObject(expression)) {
            return reading;
        }
        HeapReader objects = execution.heap();
        return subject -> {
            Object value = reading.of(subject);
            return value instanceof ObjectReference object ? objects.text(object.id()) : value;
        };
    }

    private boolean mayBeObject(Expression expression) {
        if (known.contains(expression) || expression instanceof Expression.Element) {
            return true;
        }
        if (expression instanceof Expression.Field field && field.of() instanceof Expression.Self) {
            Place place = place(field);
            return place != null && place.typeCode == HprofType.OBJECT;
        }
        if (expression instanceof Expression.Call call) {
            return call.function() == Expression.Function.DOMINATOR_OF;
        }
        return expression instanceof Expression.Field || expression instanceof Expression.Self;
    }

    Reading reading(Expression expression) {
        if (known.contains(expression)) {
            return subject -> subject.known.get(expression);
        } else if (expression instanceof Expression.Literal literal) {
            Object value = literal.value();
            return subject -> value;
        } else if (expression instanceof Expression.Field field) {
            return field(field);
        } else if (expression instanceof Expression.OfAttribute attribute) {
            return attribute(attribute);
        } else if (expression instanceof Expression.Element element) {
            return element(element);
        } else if (expression instanceof Expression.Slice slice) {
            return slice(slice);
        } else if (expression instanceof Expression.Call call) {
            return call(call);
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            char sign = arithmetic.sign();
            Reading left = reading(arithmetic.left());
            Reading right = reading(arithmetic.right());
            return subject -> Operations.arithmetic(sign, left.of(subject), right.of(subject));
        } else if (expression instanceof Expression.Self) {
            return ofGroups ? subject -> null : subject -> new ObjectReference(subject.id);
        } else if (expression instanceof Expression.Aggregate) {
            throw new QueryException("an aggregate is only possible in SELECT and ORDER BY", 1);
        }
        Condition condition = condition(expression);
        return condition::holds;
    }

    private Reading field(Expression.Field field) {
        if (!(field.of() instanceof Expression.Self)) {
            Reading of = reading(field.of());
            HeapReader objects = execution.heap();
            String name = field.name();
            return subject ->
                    of.of(subject) instanceof ObjectReference object ? objects.field(object.id(), name) : null;
        }
        if (ofGroups) {
            throw new QueryException("'" + field.name() + "' is neither grouped nor aggregated", field.column());
        }
        Place place = place(field);
        return place == null ? subject -> null : ownField(place);
    }

    private @Nullable Place place(Expression.Field field) {
        return places.get(field.name());
    }

    boolean hasField(String name) {
        return places.containsKey(name);
    }

    private Reading ownField(Place place) {
        int end = place.offset + place.bytes;
        int offset = place.offset;
        int size = idBytes;
        if (place.typeCode == HprofType.OBJECT) {
            return subject -> {
                long id = subject.length < end ? 0 : BigEndian.getId(subject.bytes, subject.at + offset, size);
                return id == 0 ? null : new ObjectReference(id);
            };
        }
        PrimitiveType primitive = PrimitiveType.ofHprofCode(place.typeCode);
        return subject -> subject.length < end
                ? null
                : HeapReader.primitive(
                        primitive, HprofType.readPrimitive(primitive, subject.bytes, subject.at + offset));
    }

    private Reading attribute(Expression.OfAttribute of) {
        Attribute attribute = of.attribute();
        if (!(of.of() instanceof Expression.Self)) {
            Reading object = reading(of.of());
            HeapReader objects = execution.heap();
            return subject -> object.of(subject) instanceof ObjectReference reference
                    ? objects.attribute(reference.id(), attribute)
                    : null;
        }
        return switch (attribute) {
            case ADDRESS -> subject -> new ObjectReference(subject.id);
            case CLASS -> subject -> subject.type == null ? null : subject.type.name();
            case SHALLOW -> shallow();
            case RETAINED -> {
                HeapReader objects = execution.heap();
                yield subject -> objects.attribute(subject.id, Attribute.RETAINED);
            }
            case LENGTH -> subject -> subject.arrayLength < 0 ? null : (Object) (long) subject.arrayLength;
            case LOADER -> {
                ObjectReference loader = new ObjectReference(type.dump().loaderId());
                yield subject -> loader;
            }
            default -> {
                HeapReader objects = execution.heap();
                yield subject -> objects.attribute(subject.id, attribute);
            }
        };
    }

    private Reading shallow() {
        PrimitiveType element = primitiveElement(type.name());
        if (element != null) {
            return subject -> sizes.primitiveArrayBytes(element, subject.arrayLength);
        }
        if (type.isArray()) {
            return subject -> sizes.objectArrayBytes(subject.arrayLength);
        }
        long bytes = sizes.instanceBytes(type);
        return subject -> bytes;
    }

    static @Nullable PrimitiveType primitiveElement(String className) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (className.equals(type.javaName + "[]")) {
                return type;
            }
        }
        return null;
    }

    private Reading element(Expression.Element element) {
        Reading array = reading(element.of());
        int index = element.index();
        HeapReader objects = execution.heap();
        return subject -> {
            Object of = array.of(subject);
            if (of instanceof List<?> list) {
                return index < list.size() ? list.get(index) : null;
            }
            return of instanceof ObjectReference reference ? objects.element(reference.id(), index) : null;
        };
    }

    private Reading slice(Expression.Slice slice) {
        Reading of = reading(slice.of());
        HeapReader objects = execution.heap();
        return subject -> {
            Object value = of.of(subject);
            return value instanceof List<?> list
                    ? list.subList(first(slice, list.size()), behind(slice, list.size()))
                    : value instanceof ObjectReference array ? elements(array, slice, objects) : null;
        };
    }

    private static @Nullable Object elements(ObjectReference array, Expression.Slice slice, HeapReader objects) {
        int length = objects.arrayLength(array.id());
        return length < 0 ? null : objects.elements(array.id(), first(slice, length), behind(slice, length));
    }

    private static int first(Expression.Slice slice, int length) {
        Integer from = slice.from();
        return from == null ? 0 : within(from, length);
    }

    private static int behind(Expression.Slice slice, int length) {
        Integer to = slice.to();
        return Math.max(first(slice, length), to == null ? length : within(to, length));
    }

    private static int within(int bound, int length) {
        return Math.max(0, Math.min(length, bound < 0 ? length + bound : bound));
    }

    private Reading call(Expression.Call call) {
        Reading argument = reading(call.argument());
        return switch (call.function()) {
            case TO_STRING -> {
                HeapReader objects = execution.heap();
                yield subject -> {
                    Object value = argument.of(subject);
                    return value instanceof ObjectReference object
                            ? objects.text(object.id())
                            : value == null ? null : value.toString();
                };
            }
            case TO_HEX -> subject -> hex(argument.of(subject));
            case CLASS_OF -> reading(new Expression.OfAttribute(call.argument(), Attribute.CLASS));
            case LENGTH -> {
                HeapReader objects = execution.heap();
                yield subject -> length(argument.of(subject), objects);
            }
            default -> {
                HeapReader objects = execution.heap();
                yield subject -> objects.related(call.function(), argument.of(subject));
            }
        };
    }

    private static @Nullable Object hex(@Nullable Object value) {
        return value instanceof Long number ? "0x" + Long.toHexString(number) : value == null ? null : value.toString();
    }

    private static @Nullable Object length(@Nullable Object value, HeapReader objects) {
        if (value instanceof String text) {
            return (long) text.length();
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        return value instanceof ObjectReference object ? objects.attribute(object.id(), Attribute.LENGTH) : null;
    }

    /** The fields of the object itself that an expression names. */
    static List<Expression.Field> ownFields(Expression expression) {
        List<Expression.Field> fields = new ArrayList<>();
        addOwnFields(expression, fields);
        return fields;
    }

    private static void addOwnFields(Expression expression, List<Expression.Field> to) {
        if (expression instanceof Expression.Field field && field.of() instanceof Expression.Self) {
            to.add(field);
        }
        expression.parts().forEach(part -> addOwnFields(part, to));
    }
}
