package jpm.debug;

import jpm.value.Value;

/**
 * A part of a value.
 *
 * @param label a field's name, {@code [3]}, or {@code ["key"]}
 */
public record Child(String label, Value value) {}
