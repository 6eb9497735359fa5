@NullMarked
package jpm.classfile;

import org.jspecify.annotations.NullMarked;
