/** What dead JVMs left behind outside of the store, read and taken into it. */
@NullMarked
package jpm.collect;

import org.jspecify.annotations.NullMarked;
