package jpm.service.client;

import jpm.io.JpmException;

/** A dump that could not be sent. */
public class UploadException extends JpmException {
    private static final long serialVersionUID = 1;

    private final boolean isOfDump;

    private UploadException(String message, String hint, boolean isOfDump) {
        super(message, hint);
        this.isOfDump = isOfDump;
    }

    /** The dump has nothing that could be sent; others may. */
    static UploadException ofDump(String id, String why) {
        return new UploadException("cannot upload " + id + ": " + why, "jpm info " + id + " shows what it has", true);
    }

    /** The server cannot be reached, or does not take what is sent. */
    static UploadException ofServer(String message, String hint) {
        return new UploadException("cannot upload: " + message, hint, false);
    }

    /** Whether other dumps may still be sent there. */
    public boolean isOfDump() {
        return isOfDump;
    }
}
