@NullMarked
package jpm.store;

import org.jspecify.annotations.NullMarked;
