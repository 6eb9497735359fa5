/** HPROF records: reader and writer; knows nothing of graphs. */
@NullMarked
package jpm.hprof;

import org.jspecify.annotations.NullMarked;
