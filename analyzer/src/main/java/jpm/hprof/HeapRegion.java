package jpm.hprof;

/**
 * A range of a dump that holds heap records and nothing else; no record crosses its bounds, so regions can be read in parallel.
 *
 * @param start position of the first heap record
 * @param end position behind the last
 */
public record HeapRegion(long start, long end) {
    public long sizeBytes() {
        return end - start;
    }
}
