package jpm.index;

import java.nio.file.Path;
import jpm.io.JpmException;

/** An index that turned out to be damaged while it was used; it is removed, so that the next to need it makes it anew. */
public class DamagedIndexException extends JpmException {
    DamagedIndexException(Path file) {
        super("the index " + file + " is damaged", "it is removed now: run the same again, and it is made anew");
    }
}
