package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;

/** Methods of collections and of streams over them; a stream is the list of what is still in it. */
final class CollectionMethods {
    static final Map<String, Method> METHODS = methods();

    private CollectionMethods() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("size/0", call -> Arithmetic.ofInt(call.elements().size()));
        methods.put("isEmpty/0", call -> Arithmetic.bool(call.elements().size() == 0));
        methods.put("get/1", call -> at(call, call.intArgument(0)));
        methods.put("contains/1", call -> Arithmetic.bool(indexOf(call) >= 0));
        methods.put("indexOf/1", call -> Arithmetic.ofInt(indexOf(call)));
        methods.put("getFirst/0", call -> at(call, 0));
        methods.put("getLast/0", call -> at(call, call.elements().size() - 1));
        methods.put("first/0", call -> at(call, 0));
        methods.put("last/0", call -> at(call, call.elements().size() - 1));
        methods.put("peek/0", call -> call.elements().size() == 0 ? Value.NULL : at(call, 0));
        methods.put("subList/2", CollectionMethods::subList);
        addStreams(methods);
        return Map.copyOf(methods);
    }

    private static void addStreams(Map<String, Method> methods) {
        for (String same : new String[] {"stream/0", "parallelStream/0", "toList/0", "boxed/0", "sequential/0"}) {
            methods.put(same, CollectionMethods::all);
        }
        methods.put("filter/1", CollectionMethods::filter);
        for (String mapping : new String[] {"map/1", "mapToInt/1", "mapToLong/1", "mapToDouble/1", "mapToObj/1"}) {
            methods.put(mapping, CollectionMethods::map);
        }
        methods.put("count/0", call -> Arithmetic.ofLong(call.elements().size()));
        methods.put("limit/1", call -> slice(call, 0, call.intArgument(0)));
        methods.put("skip/1", call -> slice(call, call.intArgument(0), Integer.MAX_VALUE));
        methods.put("distinct/0", CollectionMethods::distinct);
        methods.put("anyMatch/1", call -> Arithmetic.bool(matches(call, true)));
        methods.put("allMatch/1", call -> Arithmetic.bool(!matches(call, false)));
        methods.put("noneMatch/1", call -> Arithmetic.bool(!matches(call, true)));
        methods.put("sum/0", CollectionMethods::sum);
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

    /** An element of a collection, as {@code [index]} means it. */
    static Value element(Invocation call) {
        return at(call, call.intArgument(0));
    }

    private static int indexOf(Invocation call) {
        Iterator<Value> all = call.iterator();
        for (int i = 0; all.hasNext(); i++) {
            if (call.evaluator().equality().equal(all.next(), call.argument(0))) {
                return i;
            }
        }
        return -1;
    }

    private static List<Value> list(Iterator<Value> all) {
        List<Value> list = new ArrayList<>();
        all.forEachRemaining(list::add);
        return list;
    }

    private static Value all(Invocation call) {
        return new Value.Sequence(list(call.iterator()));
    }

    private static Value slice(Invocation call, int from, int count) {
        List<Value> all = list(call.iterator());
        int start = Math.min(Math.max(0, from), all.size());
        return new Value.Sequence(all.subList(start, (int) Math.min(all.size(), (long) start + Math.max(0, count))));
    }

    private static Value subList(Invocation call) {
        int from = call.intArgument(0);
        int to = call.intArgument(1);
        if (from < 0 || to < from || to > call.elements().size()) {
            throw new EvaluationException("no sublist from " + from + " to " + to + " of "
                    + call.elements().size());
        }
        return slice(call, from, to - from);
    }

    private static Value filter(Invocation call) {
        List<Value> kept = new ArrayList<>();
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            Value value = all.next();
            if (call.test(0, value)) {
                kept.add(value);
            }
        }
        return new Value.Sequence(kept);
    }

    private static Value map(Invocation call) {
        List<Value> mapped = new ArrayList<>();
        call.iterator().forEachRemaining(value -> mapped.add(call.lambda(0).apply(value)));
        return new Value.Sequence(mapped);
    }

    private static boolean matches(Invocation call, boolean wanted) {
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            if (call.test(0, all.next()) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Value distinct(Invocation call) {
        List<Value> kept = new ArrayList<>();
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            Value value = all.next();
            if (kept.stream().noneMatch(other -> call.evaluator().equality().equal(other, value))) {
                kept.add(value);
            }
        }
        return new Value.Sequence(kept);
    }

    private static Value sum(Invocation call) {
        Value.Primitive sum = new Value.Primitive(PrimitiveType.INT, 0);
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            if (call.views().resolve(all.next()) instanceof Value.Primitive number) {
                sum = (Value.Primitive) Arithmetic.binary("+", sum, number);
            } else {
                throw new EvaluationException("not all elements are numbers");
            }
        }
        return sum;
    }
}
