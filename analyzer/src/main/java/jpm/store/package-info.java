/** Dumps on disk: layout, listing, retention. */
@NullMarked
package jpm.store;

import org.jspecify.annotations.NullMarked;
