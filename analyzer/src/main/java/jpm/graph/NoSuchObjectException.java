package jpm.graph;

import jpm.io.JpmException;

/** An address at which the dump has no object. */
public class NoSuchObjectException extends JpmException {
    public NoSuchObjectException(long id) {
        super(
                "no object at 0x" + Long.toHexString(id),
                "The dump may be cut off, or the address may come from another dump.");
    }
}
