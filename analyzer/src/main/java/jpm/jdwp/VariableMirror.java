package jpm.jdwp;

import org.jspecify.annotations.Nullable;

/**
 * A row of a method's table of variables.
 *
 * @param genericSignature or null
 * @param startIndex the first code index where the variable is in scope
 * @param length for how many code indexes it is
 */
record VariableMirror(
        String name, String signature, @Nullable String genericSignature, int slot, int startIndex, int length) {}
