/** How long the command line takes, process start included. */
@NullMarked
package jpm.bench.cli;

import org.jspecify.annotations.NullMarked;
