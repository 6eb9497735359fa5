/** Blocks of bytes over plain, gzip and truncated files; progress, cancellation, memory budget. */
@NullMarked
package jpm.io;

import org.jspecify.annotations.NullMarked;
