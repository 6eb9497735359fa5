package jpm.agent.probe;

import java.util.PriorityQueue;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/** The thread that does for breakpoints what no thread of the program's is to be kept with. It lives while there is something to do. */
final class ProbeWorker implements Runnable {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private @Nullable Thread thread;
    private long number;

    private record Task(long atMillis, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Does something as soon as possible. */
    void soon(Runnable work) {
        at(0, work);
    }

    /** Does something at an epoch time. */
    synchronized void at(long epochMillis, Runnable work) {
        tasks.add(new Task(epochMillis, number++, work));
        if (thread == null) {
            Thread made = new Thread(null, this, "jpm-probes", 0, false);
            made.setDaemon(true);
            made.setContextClassLoader(null);
            made.start();
            thread = made;
        }
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (true) {
                Runnable work = next();
                if (work == null) {
                    return;
                }
                try {
                    work.run();
                } catch (Throwable fault) {
                    Faults.swallow(fault);
                }
            }
        } catch (InterruptedException e) {
            synchronized (this) {
                thread = null;
            }
        }
    }

    private synchronized @Nullable Runnable next() throws InterruptedException {
        while (true) {
            Task first = tasks.peek();
            if (first == null) {
                thread = null;
                return null;
            }
            long wait = first.atMillis() - System.currentTimeMillis();
            if (wait <= 0) {
                tasks.remove();
                return first.work();
            }
            wait(wait);
        }
    }
}
