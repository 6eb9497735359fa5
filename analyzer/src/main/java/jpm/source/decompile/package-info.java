/** The decompiler, which runs in a JVM of its own: hostile class files can cost it memory and time, but nobody else. */
@NullMarked
package jpm.source.decompile;

import org.jspecify.annotations.NullMarked;
