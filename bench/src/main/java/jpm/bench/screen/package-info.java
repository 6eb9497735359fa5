/** How long the screens take to show a key. */
@NullMarked
package jpm.bench.screen;

import org.jspecify.annotations.NullMarked;
