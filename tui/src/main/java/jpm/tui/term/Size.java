package jpm.tui.term;

/** Columns and rows of a screen or a part of one. */
public record Size(int columns, int rows) {}
