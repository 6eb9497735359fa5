package jpm.io;

/** Bytes that are no HPROF record where one was expected. */
public class MalformedDumpException extends JpmException {
    private final long offset;
    private final String record;

    /**
     * @param offset where in the (unpacked) dump the record begins
     * @param record the record's name or tag
     */
    public MalformedDumpException(String message, long offset, String record) {
        super(message + " (" + record + " at byte " + offset + ")", "");
        this.offset = offset;
        this.record = record;
    }

    public long offset() {
        return offset;
    }

    public String record() {
        return record;
    }
}
