/** Small applications around servers and databases of others, each with a fault. */
@NullMarked
package jpm.e2e.program;

import org.jspecify.annotations.NullMarked;
