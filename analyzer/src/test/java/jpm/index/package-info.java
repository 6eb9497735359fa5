@NullMarked
package jpm.index;

import org.jspecify.annotations.NullMarked;
