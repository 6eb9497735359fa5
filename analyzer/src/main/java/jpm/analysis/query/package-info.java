/** Questions to a heap dump in a language like SQL: Eclipse MAT's OQL without its Java expressions, plus grouping, sorting and limits. */
@NullMarked
package jpm.analysis.query;

import org.jspecify.annotations.NullMarked;
