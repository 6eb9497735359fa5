@NullMarked
package jpm.cli;

import org.jspecify.annotations.NullMarked;
