/**
 * Programs that die; each frame says its locals just before. Small on purpose: what a case tests can be seen at a glance.
 *
 * <p>Null-unmarked, because what they do wrong with null is the point.
 */
@NullUnmarked
package jpm.testdata.programs;

import org.jspecify.annotations.NullUnmarked;
