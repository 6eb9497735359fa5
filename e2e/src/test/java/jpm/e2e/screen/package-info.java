/** The screens of {@code jpm open} in a real terminal, which tmux is. */
@NullMarked
package jpm.e2e.screen;

import org.jspecify.annotations.NullMarked;
