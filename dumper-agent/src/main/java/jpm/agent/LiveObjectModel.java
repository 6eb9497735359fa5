package jpm.agent;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jdk.internal.misc.Unsafe;
import jpm.agent.start.Faults;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The objects of this JVM, read without running the program: fields by their offsets, classes by their names.
 *
 * <p>Ids are dense numbers from 1, given out as objects are met. Not safe for several threads.
 */
public final class LiveObjectModel implements ObjectModel {
    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final Internals internals;
    private final Function<String, @Nullable Class<?>> classes;
    private final Visibility visibility;
    private final Map<Object, Long> ids = new IdentityHashMap<>();
    private final List<Object> objects = new ArrayList<>();
    private final Map<Class<?>, List<FieldPlace>> places = new HashMap<>();

    public LiveObjectModel(Internals internals) {
        this(internals, name -> null, Visibility.ALL);
    }

    /**
     * A model of this JVM.
     *
     * @param classes finds loaded classes by name, for their static fields
     * @param visibility what may be read
     */
    public LiveObjectModel(Internals internals, Function<String, @Nullable Class<?>> classes, Visibility visibility) {
        this.internals = internals;
        this.classes = classes;
        this.visibility = visibility;
    }

    /** Whether nothing of an object may be seen but its class. */
    boolean isHidden(long id) {
        return visibility != Visibility.ALL && visibility.hides(object(id).getClass());
    }

    private record FieldPlace(String declaringClass, String name, Class<?> type, long offset, boolean isHidden) {}

    /** The value for an object or null. */
    public Value reference(@Nullable Object object) {
        if (object == null) {
            return Value.NULL;
        }
        Long id = ids.get(object);
        if (id == null) {
            objects.add(object);
            id = (long) objects.size();
            ids.put(object, id);
        }
        return new Value.Reference(id);
    }

    /** The object of an id that this model gave out. */
    public Object object(long id) {
        return objects.get((int) id - 1);
    }

    @Override
    public String className(long id) {
        return sourceName(object(id).getClass());
    }

    @Override
    public List<String> classNames(long id) {
        List<String> names = new ArrayList<>();
        for (Class<?> type = object(id).getClass(); type != null; type = type.getSuperclass()) {
            names.add(sourceName(type));
        }
        return names;
    }

    /** Class name as {@link ObjectModel} has it: source form for arrays only. */
    static String sourceName(Class<?> type) {
        Class<?> component = type;
        int dimensions = 0;
        while (component.isArray()) {
            component = component.getComponentType();
            dimensions++;
        }
        return component.getName().concat("[]".repeat(dimensions));
    }

    @Override
    public boolean isArray(long id) {
        return object(id).getClass().isArray();
    }

    @Override
    public int arrayLength(long id) {
        return java.lang.reflect.Array.getLength(object(id));
    }

    @Override
    public Value arrayElement(long id, int index) {
        Object array = object(id);
        if (array instanceof Object[] references) {
            return reference(references[index]);
        }
        PrimitiveType type = PrimitiveType.ofDescriptor(
                array.getClass().getComponentType().descriptorString().charAt(0));
        return new Value.Primitive(type, elementBits(array, type, index));
    }

    private static long elementBits(Object array, PrimitiveType type, int index) {
        return switch (type) {
            case BOOLEAN -> ((boolean[]) array)[index] ? 1 : 0;
            case CHAR -> ((char[]) array)[index];
            case BYTE -> ((byte[]) array)[index];
            case SHORT -> ((short[]) array)[index];
            case INT -> ((int[]) array)[index];
            case LONG -> ((long[]) array)[index];
            case FLOAT -> Float.floatToRawIntBits(((float[]) array)[index]);
            case DOUBLE -> Double.doubleToRawLongBits(((double[]) array)[index]);
        };
    }

    @Override
    public List<ObjectModel.Field> fields(long id) {
        Object object = object(id);
        List<ObjectModel.Field> fields = new ArrayList<>();
        for (FieldPlace place : placesOf(object.getClass())) {
            fields.add(new ObjectModel.Field(
                    place.declaringClass(), place.name(), sourceName(place.type()), value(object, place)));
        }
        return fields;
    }

    @Override
    public @Nullable Value field(long id, String name) {
        Object object = object(id);
        for (FieldPlace place : placesOf(object.getClass())) {
            if (place.name().equals(name)) {
                return value(object, place);
            }
        }
        return null;
    }

    @Override
    public @Nullable List<ObjectModel.Field> statics(String className) {
        Class<?> type = classes.apply(className);
        if (type == null || type.isArray()) {
            return null;
        }
        List<ObjectModel.Field> fields = new ArrayList<>();
        boolean isReady = !unsafe.shouldBeInitialized(type);
        try {
            for (java.lang.reflect.Field field : internals.declaredFields(type)) {
                if (Modifier.isStatic(field.getModifiers())) {
                    Value value = isReady ? staticValue(field) : new Value.Unavailable("its class is not initialized");
                    fields.add(new ObjectModel.Field(className, field.getName(), sourceName(field.getType()), value));
                }
            }
        } catch (Throwable unreadable) {
            Faults.swallow(unreadable);
        }
        return fields;
    }

    private Value staticValue(java.lang.reflect.Field field) {
        if (visibility != Visibility.ALL && visibility.hides(field.getDeclaringClass(), field.getName())) {
            return Visibility.HIDDEN;
        }
        Object base = unsafe.staticFieldBase(field);
        long offset = unsafe.staticFieldOffset(field);
        return field.getType().isPrimitive()
                ? primitive(base, field.getType(), offset)
                : reference(unsafe.getReference(base, offset));
    }

    @Override
    public @Nullable String string(long id, int maxChars) {
        return object(id) instanceof String text ? text.substring(0, Math.min(maxChars, text.length())) : null;
    }

    @Override
    public int stringLength(long id) {
        return object(id) instanceof String text ? text.length() : 0;
    }

    @Override
    public @Nullable String representedClass(long id) {
        return object(id) instanceof Class<?> type ? sourceName(type) : null;
    }

    private Value value(Object object, FieldPlace place) {
        if (place.isHidden()) {
            return Visibility.HIDDEN;
        }
        return place.type().isPrimitive()
                ? primitive(object, place.type(), place.offset())
                : reference(unsafe.getReference(object, place.offset()));
    }

    private Value primitive(Object object, Class<?> type, long offset) {
        PrimitiveType primitive =
                PrimitiveType.ofDescriptor(type.descriptorString().charAt(0));
        long bits = switch (primitive) {
            case BOOLEAN -> unsafe.getBoolean(object, offset) ? 1 : 0;
            case CHAR -> unsafe.getChar(object, offset);
            case BYTE -> unsafe.getByte(object, offset);
            case SHORT -> unsafe.getShort(object, offset);
            case INT, FLOAT -> unsafe.getInt(object, offset);
            case LONG, DOUBLE -> unsafe.getLong(object, offset);
        };
        return new Value.Primitive(primitive, bits);
    }

    private List<FieldPlace> placesOf(Class<?> type) {
        List<FieldPlace> known = places.get(type);
        if (known == null) {
            known = new ArrayList<>();
            for (Class<?> each = type; each != null && !each.isArray(); each = each.getSuperclass()) {
                addPlaces(type, each, known);
            }
            places.put(type, known);
        }
        return known;
    }

    // The VM's own form of a stack trace.
    private static boolean isOfTheVm(java.lang.reflect.Field field) {
        return field.getDeclaringClass() == Throwable.class && field.getName().equals("backtrace");
    }

    private void addPlaces(Class<?> of, Class<?> type, List<FieldPlace> found) {
        try {
            for (java.lang.reflect.Field field : internals.declaredFields(type)) {
                if (!Modifier.isStatic(field.getModifiers()) && !isOfTheVm(field)) {
                    boolean isHidden = visibility != Visibility.ALL
                            && (visibility.hides(of) || visibility.hides(type, field.getName()));
                    found.add(new FieldPlace(
                            type.getName(),
                            field.getName(),
                            field.getType(),
                            unsafe.objectFieldOffset(field),
                            isHidden));
                }
            }
        } catch (Throwable unreadable) {
            // A field of a type that is not on the class path: the class's fields stay unknown.
            Faults.swallow(unreadable);
        }
    }
}
