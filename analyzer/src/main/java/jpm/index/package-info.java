/** On-disk columns: build, checksum, version, map. */
@NullMarked
package jpm.index;

import org.jspecify.annotations.NullMarked;
