package plugin;

import static jpm.testdata.oracle.Oracle.say;

import java.util.List;
import jpm.testdata.oracle.Oracle;

/** Loaded by a class loader that the application made. */
public final class Plugin implements Runnable {
    private final List<String> settings = List.of("a=1", "b=2");

    @Override
    public void run() {
        int count = settings.size();
        String first = settings.get(0);
        say().self(this).of("count", count).of("first", String.class, first).end();
        Oracle.die("plugin " + count + first);
    }
}
