package jpm.value;

/**
 * How much of a value is printed.
 *
 * @param maxChars characters of one printed value before {@code ...(truncated)}
 * @param maxElements elements of all arrays and collections that are read for one printed value
 * @param maxDepth objects within objects before {@code {...}} stands for the rest
 */
public record PrintLimits(int maxChars, int maxElements, int maxDepth) {
    /** libpython's limits. */
    public static final PrintLimits DEFAULT = new PrintLimits(1024, 1000, 64);

    /** No value is cut for its number of characters, elements or depth below what one screen could ever show. */
    public static final PrintLimits WIDE = new PrintLimits(16 << 20, 1 << 20, 256);

    public PrintLimits {
        if (maxChars < 1 || maxElements < 0 || maxDepth < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same limits with another number of characters. */
    public PrintLimits withMaxChars(int chars) {
        return new PrintLimits(chars, maxElements, maxDepth);
    }

    /** The same limits with another number of elements. */
    public PrintLimits withMaxElements(int elements) {
        return new PrintLimits(maxChars, elements, maxDepth);
    }

    /** The same limits with another depth. */
    public PrintLimits withMaxDepth(int depth) {
        return new PrintLimits(maxChars, maxElements, depth);
    }
}
