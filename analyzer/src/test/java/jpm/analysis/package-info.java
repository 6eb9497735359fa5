@NullMarked
package jpm.analysis;

import org.jspecify.annotations.NullMarked;
