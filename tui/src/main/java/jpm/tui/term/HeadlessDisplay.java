package jpm.tui.term;

/** A screen of one size that nobody looks at, without mouse, clipboard and job control: programs press its keys and read its pictures. */
public abstract class HeadlessDisplay implements Display {
    private static final Size SIZE = new Size(120, 40);

    @Override
    public Size size() {
        return SIZE;
    }

    @Override
    public void forget() {}

    @Override
    public void captureMouse(boolean wanted) {}

    @Override
    public void copy(String text) {}

    @Override
    public void suspend() {}

    @Override
    public void resume() {}

    @Override
    public void onContinue(Runnable listener) {}

    @Override
    public void onResize(Runnable listener) {}

    @Override
    public void close() {}
}
