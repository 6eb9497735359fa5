package jpm.snapshot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the site of a site id among all registered classes' tables, parsing each table when it is first needed.
 *
 * <p>Not safe for several threads.
 */
public final class SiteIndex {
    private final int[] bases;
    private final IntFunction<byte @Nullable []> tableBytes;
    private final Map<Integer, SiteTable> parsed = new HashMap<>();

    /**
     * @param bases the first site id of each table, strictly ascending
     * @param tableBytes the bytes of the table of a number; null when they are lost
     */
    public SiteIndex(int[] bases, IntFunction<byte @Nullable []> tableBytes) {
        this.bases = bases.clone();
        this.tableBytes = tableBytes;
    }

    /** A site together with its class. */
    public record Located(SiteTable table, SiteTable.Site site) {}

    /** The site of an id, or null when no table has it. */
    public @Nullable Located find(int siteId) {
        int number = Arrays.binarySearch(bases, siteId);
        number = number >= 0 ? number : -number - 2;
        if (number < 0) {
            return null;
        }
        SiteTable table = table(number);
        int index = siteId - bases[number];
        return table == null || index >= table.sites().size()
                ? null
                : new Located(table, table.sites().get(index));
    }

    private @Nullable SiteTable table(int number) {
        SiteTable known = parsed.get(number);
        if (known != null) {
            return known;
        }
        byte[] bytes = tableBytes.apply(number);
        if (bytes == null) {
            return null;
        }
        SiteTable table = SiteTable.parse(bytes);
        parsed.put(number, table);
        return table;
    }
}
