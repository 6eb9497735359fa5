/** A Spring Boot program that fails as it starts. */
@NullMarked
package jpm.e2e.program.boot;

import org.jspecify.annotations.NullMarked;
