/** Class files: where those of a dead JVM's classes are, and what they tell of methods, lines and variables. */
@NullMarked
package jpm.classfile;

import org.jspecify.annotations.NullMarked;
