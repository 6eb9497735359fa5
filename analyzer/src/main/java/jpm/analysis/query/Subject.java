package jpm.analysis.query;

import java.util.Map;
import jpm.graph.DumpedClass;
import org.jspecify.annotations.Nullable;

/** The object that a query looks at just now. One serves one thread; its bytes are only valid while it is looked at. */
final class Subject {
    private static final byte[] NONE = {};

    long id;

    @Nullable
    DumpedClass type;

    byte[] bytes = NONE;
    int at;
    /** How many field bytes there are. */
    int length;
    /** Of arrays, else -1. */
    int arrayLength = -1;
    /** What is known of a group of rows; empty while single objects are read. */
    Map<Expression, @Nullable Object> known = Map.of();

    void instance(long objectId, DumpedClass of, byte[] fieldBytes, int fieldsAt, int fieldsLength) {
        id = objectId;
        type = of;
        bytes = fieldBytes;
        at = fieldsAt;
        length = fieldsLength;
        arrayLength = -1;
    }

    void array(long objectId, DumpedClass of, int elements) {
        instance(objectId, of, NONE, 0, 0);
        arrayLength = elements;
    }
}
