/** Class files: what is declared in them, their debug information, and where they are found. */
@NullMarked
package jpm.classfile;

import org.jspecify.annotations.NullMarked;
