/** From a line to its source text: folders and sources jars. */
@NullMarked
package jpm.source;

import org.jspecify.annotations.NullMarked;
