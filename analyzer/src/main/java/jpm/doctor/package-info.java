/** What in a JVM's options and surroundings will lose its next dump. */
@NullMarked
package jpm.doctor;

import org.jspecify.annotations.NullMarked;
