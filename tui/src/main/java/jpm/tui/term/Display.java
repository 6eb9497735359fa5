package jpm.tui.term;

/** A screen with a keyboard. {@link #show} and {@link #size} belong to one thread, {@link #readKey} to another. */
public interface Display extends AutoCloseable {
    Size size();

    /** Shows a picture, sending only the rows that differ from what is shown. */
    void show(Picture picture);

    /** Forgets what is shown, so that the next {@link #show} sends everything. */
    void forget();

    /** Waits for a key. */
    Key readKey();

    /** Calls back, from any thread, whenever the size changed. */
    void onResize(Runnable listener);

    /** Leaves the terminal as it was found; what comes after it is ignored. */
    @Override
    void close();
}
