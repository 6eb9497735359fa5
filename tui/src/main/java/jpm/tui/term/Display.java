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

    /** Whether clicks and the wheel are told as keys; then the terminal does not select text by them. */
    void captureMouse(boolean wanted);

    /** Puts text on the clipboard, where the terminal lets programs do so. */
    void copy(String text);

    /** Gives the terminal back and stops the process as Ctrl-Z does; returns with the terminal taken again, once the process goes on. */
    void suspend();

    /** Takes the terminal again after the process was stopped by others. */
    void resume();

    /** Calls back, from any thread, when the process goes on after it was stopped. */
    void onContinue(Runnable listener);

    /** Leaves the terminal as it was found; what comes after it is ignored. */
    @Override
    void close();
}
