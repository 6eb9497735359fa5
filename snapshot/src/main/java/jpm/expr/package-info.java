/** The expression language: parser, and evaluator over an object model. */
@NullMarked
package jpm.expr;

import org.jspecify.annotations.NullMarked;
