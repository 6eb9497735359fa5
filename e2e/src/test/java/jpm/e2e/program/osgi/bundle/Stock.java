package jpm.e2e.program.osgi.bundle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle whose thread takes more than there is. */
public final class Stock implements BundleActivator {
    private final Deque<String> shelf = new ArrayDeque<>(List.of("lamp", "mug"));

    @Override
    public void start(BundleContext context) throws InterruptedException {
        Thread thread = new Thread(() -> takeAll(context.getBundle().getSymbolicName(), 3), "taker");
        thread.start();
        thread.join();
    }

    @Override
    public void stop(BundleContext context) {
        shelf.clear();
    }

    private void takeAll(String bundle, int wanted) {
        for (int taken = 0; taken < wanted; taken++) {
            String item = shelf.removeFirst();
            System.out.println(bundle + " took " + item);
        }
    }
}
