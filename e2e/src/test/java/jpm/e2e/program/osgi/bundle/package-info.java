/** What is in the bundle. */
@NullMarked
package jpm.e2e.program.osgi.bundle;

import org.jspecify.annotations.NullMarked;
