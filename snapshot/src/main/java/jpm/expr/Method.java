package jpm.expr;

import jpm.value.Value;

/** A method of the JDK whose meaning jpm knows. */
@FunctionalInterface
interface Method {
    Value call(Invocation invocation);
}
