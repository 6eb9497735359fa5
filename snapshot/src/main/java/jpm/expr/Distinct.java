package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.value.Value;

/** Values that differ, each with a number in the order in which it was first met. */
final class Distinct {
    private final Equality equality;
    private final Map<Object, Integer> byKey = new HashMap<>();
    private final List<Value> compared = new ArrayList<>();
    private final List<Integer> numbersOfCompared = new ArrayList<>();
    private int count;

    Distinct(Equality equality) {
        this.equality = equality;
    }

    /** Whether the value is new. */
    boolean add(Value value) {
        int before = count;
        return number(value) == before;
    }

    /** The number of the value, from 0. */
    int number(Value value) {
        Object key = equality.key(value);
        if (key != null) {
            Integer known = byKey.putIfAbsent(key, count);
            return known == null ? count++ : known;
        }
        for (int i = 0; i < compared.size(); i++) {
            if (equality.equal(value, compared.get(i))) {
                return numbersOfCompared.get(i);
            }
        }
        compared.add(value);
        numbersOfCompared.add(count);
        return count++;
    }
}
