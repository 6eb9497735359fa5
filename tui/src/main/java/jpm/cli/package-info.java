/** The command line: one class per command. */
@NullMarked
package jpm.cli;

import org.jspecify.annotations.NullMarked;
