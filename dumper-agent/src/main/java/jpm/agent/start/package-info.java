/**
 * What runs before the program's first line: settings, which classes are the application's, and the handlers' way into them.
 *
 * <p>These classes, and all that they name, are defined by the boot loader; see {@link jpm.agent.Agent}. Nothing here may name a class
 * that writes dumps.
 */
@NullMarked
package jpm.agent.start;

import org.jspecify.annotations.NullMarked;
