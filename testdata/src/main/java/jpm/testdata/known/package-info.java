/** Programs that tell what a debugger should find in their dumps. */
@NullMarked
package jpm.testdata.known;

import org.jspecify.annotations.NullMarked;
