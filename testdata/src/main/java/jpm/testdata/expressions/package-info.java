/** A table of expressions, the objects that they are about, and what Java makes of them. */
@NullMarked
package jpm.testdata.expressions;

import org.jspecify.annotations.NullMarked;
