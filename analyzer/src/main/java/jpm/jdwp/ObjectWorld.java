package jpm.jdwp;

import java.util.List;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The objects of a dump, by the ids that the protocol names them with. What is asked of an object that it does not have fails the command. */
interface ObjectWorld {
    /** A field that a class declares, as the dump tells of it; {@code descriptor} is null for references, whose types no dump tells. */
    record RawField(String name, @Nullable String descriptor, boolean isStatic) {}

    /** Whether there is an object of that id. */
    boolean exists(long id);

    /** The class of an object. */
    ClassMirror classOf(long id);

    /** The length of an array. */
    int length(long arrayId);

    /** Some elements of an array, which are within its bounds. */
    List<Value> elements(long arrayId, int from, int count);

    /** The value of an instance field. */
    Value field(long id, FieldMirror field);

    /** The value of a static field. */
    Value staticField(FieldMirror field);

    /** The text of a string, or null where the dump lacks it. */
    @Nullable
    String string(long id);

    /** The class that a class object stands for; null for those of primitive types. */
    @Nullable
    ClassMirror reflected(long id);

    /** The fields that a class declares; empty where the dump does not describe it. */
    List<RawField> fields(ClassMirror mirror);
}
