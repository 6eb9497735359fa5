package jpm.analysis.query;

/** An object as a value of a query: its address. */
public record ObjectReference(long id) implements Comparable<ObjectReference> {
    @Override
    public int compareTo(ObjectReference other) {
        return Long.compareUnsigned(id, other.id);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(id);
    }
}
