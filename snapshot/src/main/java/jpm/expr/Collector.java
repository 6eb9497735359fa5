package jpm.expr;

import java.util.List;
import jpm.value.Value;

/** What {@code collect} makes of a stream's elements. */
@FunctionalInterface
interface Collector {
    Value collect(List<Value> elements);
}
