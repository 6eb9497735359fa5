package jpm.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the search for a class's source.
 *
 * @param text the source, or null where none was found
 * @param lookedIn the places that were searched, in order, up to the one that had it
 */
public record SourceLookup(@Nullable SourceText text, List<String> lookedIn) {
    public SourceLookup {
        lookedIn = List.copyOf(lookedIn);
    }
}
