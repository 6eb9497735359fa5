@NullMarked
package jpm.jdwp;

import org.jspecify.annotations.NullMarked;
