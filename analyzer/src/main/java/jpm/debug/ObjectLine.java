package jpm.debug;

/**
 * An object in one line.
 *
 * @param name class and address, as {@code java.util.ArrayList@687b4c150}; {@code class com.acme.Item} for a class
 * @param text what it holds, in short
 * @param shallowBytes what it takes itself; -1 where it is not in the dump
 * @param retainedBytes what would be freed with it; -1 as long as the graph is not known
 */
public record ObjectLine(long id, String name, String text, long shallowBytes, long retainedBytes) {}
