/** Hostile heap dumps: made by mutation, and read by everything that reads heap dumps. */
@NullMarked
package jpm.fuzz;

import org.jspecify.annotations.NullMarked;
