/** The heap as a graph: objects, classes, references, roots, sizes, dominators, paths. */
@NullMarked
package jpm.graph;

import org.jspecify.annotations.NullMarked;
