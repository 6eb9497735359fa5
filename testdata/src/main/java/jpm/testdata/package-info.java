/** Programs that crash in known ways, and a builder of HPROF in memory. */
@NullMarked
package jpm.testdata;

import org.jspecify.annotations.NullMarked;
