package jpm.io;

/** A file that is a dump of another kind, or no dump at all. */
public class UnsupportedDumpException extends JpmException {
    public UnsupportedDumpException(String message, String hint) {
        super(message, hint);
    }
}
