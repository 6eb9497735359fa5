/** A Tomcat with two web applications of the same classes. */
@NullMarked
package jpm.e2e.program.tomcat;

import org.jspecify.annotations.NullMarked;
