package jpm.graph;

import jpm.io.JpmException;

/** A dump that is larger than what an operation can hold. */
public class LimitExceededException extends JpmException {
    public LimitExceededException(String message) {
        super(message, "");
    }
}
