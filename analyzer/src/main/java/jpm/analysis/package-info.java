/** Histogram, leak suspects, strings, collections, diff, query. */
@NullMarked
package jpm.analysis;

import org.jspecify.annotations.NullMarked;
