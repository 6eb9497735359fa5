@NullMarked
package jpm.analysis.query;

import org.jspecify.annotations.NullMarked;
