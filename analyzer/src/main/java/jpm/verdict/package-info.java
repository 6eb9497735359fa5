/** Why a program died: a verdict over its dump, with the evidence for each sentence. */
@NullMarked
package jpm.verdict;

import org.jspecify.annotations.NullMarked;
