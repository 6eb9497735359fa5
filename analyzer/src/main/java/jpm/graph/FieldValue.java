package jpm.graph;

import jpm.value.Value;

/** A field and what it held. */
public record FieldValue(HeapField field, Value value) {
    public String name() {
        return field.name();
    }
}
