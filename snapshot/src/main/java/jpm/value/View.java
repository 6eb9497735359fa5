package jpm.value;

import java.util.Iterator;
import java.util.List;

/** What an object means to its user, in place of the fields that happen to hold it. */
public sealed interface View {
    /** A text stands for the whole object: {@code 2026-11-21}, {@code Color.RED}. */
    record Text(String text) implements View {}

    /** Another value stands for it: what a box, an atomic or an unmodifiable wrapper holds. */
    record Alias(Value value) implements View {}

    /** A named thing around one value: {@code Optional[5]}. */
    record Wrapped(String name, Value value) implements View {}

    /** A key with its value. */
    record Pair(Value key, Value value) implements View {}

    /** A list, set, queue or array. {@code size} is what the object says; a damaged one may have fewer elements. */
    record Elements(Order order, int size, Source<Value> source) implements View {}

    /** A map. */
    record Entries(int size, Source<Pair> source) implements View {}

    /** An object as its fields; {@code head} is its name and whatever else tells it from others. */
    record Fields(String head, Form form, List<ObjectModel.Field> fields) implements View {}

    /** Whether a position means something. */
    enum Order {
        INDEXED,
        UNORDERED
    }

    /** How fields are written behind the head. */
    enum Form {
        /** {@code Point[x=1, y=2]}. */
        RECORD,
        /** {@code Shop@1f {open=true}}. */
        OBJECT,
        /** As an object, but without braces where there is no field to show. */
        SUMMARY
    }

    /** Parts in order, read while they are asked for; never more of them than the view's size. */
    @FunctionalInterface
    interface Source<T> {
        /** The parts from that number on. */
        Iterator<T> from(int start);
    }
}
