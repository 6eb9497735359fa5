@NullMarked
package jpm.doctor;

import org.jspecify.annotations.NullMarked;
