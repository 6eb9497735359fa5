/**
 * What a dying program says about itself, as the expected values of tests: it prints its locals in a canonical form that shares
 * no code with jpm.
 */
@NullMarked
package jpm.testdata.oracle;

import org.jspecify.annotations.NullMarked;
