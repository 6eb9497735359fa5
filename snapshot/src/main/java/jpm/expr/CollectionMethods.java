package jpm.expr;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jpm.value.Value;
import jpm.value.View;

/** Methods of collections and arrays. */
final class CollectionMethods {
    static final Map<String, Method> METHODS = methods();

    private CollectionMethods() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        for (String size : new String[] {"size/0", "length/0", "cardinality/0"}) {
            methods.put(size, call -> Arithmetic.ofInt(call.elements().size()));
        }
        methods.put("isEmpty/0", call -> Arithmetic.bool(call.elements().size() == 0));
        methods.put("get/1", CollectionMethods::get);
        methods.put("elementAt/1", call -> at(call, call.intArgument(0)));
        methods.put("contains/1", call -> Arithmetic.bool(contains(call, call.argument(0))));
        methods.put("containsAll/1", CollectionMethods::containsAll);
        methods.put("indexOf/1", call -> Arithmetic.ofInt(indexOf(call, call.argument(0))));
        methods.put("lastIndexOf/1", call -> Arithmetic.ofInt(lastIndexOf(call)));
        for (String first : new String[] {"getFirst/0", "first/0", "element/0", "firstElement/0"}) {
            methods.put(first, call -> end(call, true));
        }
        for (String last : new String[] {"getLast/0", "last/0", "lastElement/0"}) {
            methods.put(last, call -> end(call, false));
        }
        methods.put("peekFirst/0", call -> isEmpty(call) ? Value.NULL : end(call, true));
        methods.put("peekLast/0", call -> isEmpty(call) ? Value.NULL : end(call, false));
        methods.put("peek/0", CollectionMethods::peek);
        methods.put("subList/2", CollectionMethods::subList);
        methods.put("reversed/0", CollectionMethods::reversed);
        methods.put("toArray/0", call -> Made.array("java.lang.Object", call.all()));
        methods.put("toArray/1", call -> Made.array("java.lang.Object", call.all()));
        methods.put("stream/0", CollectionMethods::stream);
        methods.put("parallelStream/0", CollectionMethods::stream);
        methods.put("iterator/0", call -> new Value.Host(new Iteration(call.iterator())));
        methods.put("hashCode/0", CollectionMethods::hash);
        return Map.copyOf(methods);
    }

    private static Value stream(Invocation call) {
        boolean isBitSet =
                call.evaluator().types().lineage(call.target()).get(0).equals("java.util.BitSet");
        return Made.stream(isBitSet ? Made.STREAMS + "IntStream" : Made.STREAM, call::iterator);
    }

    private static boolean isEmpty(Invocation call) {
        return call.elements().size() == 0;
    }

    /** A {@code BitSet} is asked for a bit, a list for an element. */
    private static Value get(Invocation call) {
        if (call.evaluator().types().lineage(call.target()).get(0).equals("java.util.BitSet")) {
            return Arithmetic.bool(indexOf(call, Arithmetic.ofInt(call.intArgument(0))) >= 0);
        }
        return at(call, call.intArgument(0));
    }

    private static Value at(Invocation call, int index) {
        View.Elements elements = call.elements();
        if (index < 0 || index >= elements.size()) {
            throw new EvaluationException("index " + index + " is out of bounds for " + elements.size() + " elements");
        }
        Iterator<Value> from = elements.source().from(index);
        if (!from.hasNext()) {
            throw new EvaluationException("element " + index + " is lost: the collection is damaged");
        }
        return from.next();
    }

    private static Value end(Invocation call, boolean first) {
        if (isEmpty(call)) {
            throw new EvaluationException("java.util.NoSuchElementException: the collection is empty");
        }
        return at(call, first ? 0 : call.elements().size() - 1);
    }

    /** A stack is looked at from above, a queue from its front. */
    private static Value peek(Invocation call) {
        boolean isStack = call.evaluator().types().lineage(call.target()).contains("java.util.Stack");
        if (isEmpty(call) && !isStack) {
            return Value.NULL;
        }
        return end(call, !isStack);
    }

    /** An element of a collection, as {@code [index]} means it. */
    static Value element(Invocation call) {
        return at(call, call.intArgument(0));
    }

    private static boolean contains(Invocation call, Value wanted) {
        HashLookup.Found found = HashLookup.findInSet(call.evaluator(), call.target(), wanted);
        return found == null ? indexOf(call, wanted) >= 0 : found.value() != null;
    }

    private static int indexOf(Invocation call, Value wanted) {
        Iterator<Value> all = call.iterator();
        for (int i = 0; all.hasNext(); i++) {
            if (call.evaluator().equality().equal(wanted, all.next())) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(Invocation call) {
        int found = -1;
        Iterator<Value> all = call.iterator();
        for (int i = 0; all.hasNext(); i++) {
            found = call.evaluator().equality().equal(call.argument(0), all.next()) ? i : found;
        }
        return found;
    }

    private static Value containsAll(Invocation call) {
        Iterator<Value> wanted = call.iterator(call.argument(0));
        while (wanted.hasNext()) {
            if (!contains(call, wanted.next())) {
                return Arithmetic.bool(false);
            }
        }
        return Arithmetic.bool(true);
    }

    private static Value subList(Invocation call) {
        int from = call.intArgument(0);
        int to = call.intArgument(1);
        if (from < 0 || to < from || to > call.elements().size()) {
            throw new EvaluationException("no sublist from " + from + " to " + to + " of "
                    + call.elements().size());
        }
        Iterator<Value> all = call.evaluator().counted(call.elements().source().from(from));
        List<Value> part = new java.util.ArrayList<>();
        for (int i = from; i < to && all.hasNext(); i++) {
            part.add(all.next());
        }
        return Made.list(part);
    }

    private static Value reversed(Invocation call) {
        List<Value> all = call.all();
        Collections.reverse(all);
        return Made.list(all);
    }

    /** As {@code List} and {@code Set} define it. */
    private static Value hash(Invocation call) {
        boolean isList = call.elements().order() == View.Order.INDEXED;
        if (!call.evaluator().equality().isListOrSet(call.target())) {
            throw new EvaluationException("an identity hash is not in the dump");
        }
        int hash = isList ? 1 : 0;
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            int next = ObjectMethods.hash(call, all.next());
            hash = isList ? 31 * hash + next : hash + next;
        }
        return Arithmetic.ofInt(hash);
    }
}
