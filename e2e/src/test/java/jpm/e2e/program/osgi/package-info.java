/** An OSGi framework and a bundle that fails. */
@NullMarked
package jpm.e2e.program.osgi;

import org.jspecify.annotations.NullMarked;
