package jpm.testdata.oracle;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What a case dies in; each waits until the case is dead. */
public enum Carrier {
    /** A thread of its own. */
    THREAD {
        @Override
        void carry(String name, Case body) throws Exception {
            join(new Thread(running(body), name));
        }
    },
    /** A thread with a stack for deep recursion. */
    DEEP_THREAD {
        @Override
        void carry(String name, Case body) throws Exception {
            join(new Thread(null, running(body), name, 512L << 20));
        }
    },
    DAEMON {
        @Override
        void carry(String name, Case body) throws Exception {
            Thread thread = new Thread(running(body), name);
            thread.setDaemon(true);
            join(thread);
        }
    },
    /** A thread whose own handler swallows the exception. */
    OWN_HANDLER {
        @Override
        void carry(String name, Case body) throws Exception {
            Thread thread = new Thread(running(body), name);
            thread.setUncaughtExceptionHandler((dead, thrown) -> {});
            join(thread);
        }
    },
    /** {@code execute} lets the pool's thread die. */
    POOL_EXECUTE {
        @Override
        void carry(String name, Case body) throws Exception {
            BlockingQueue<Thread> workers = new LinkedBlockingQueue<>();
            ExecutorService pool = Executors.newFixedThreadPool(1, task -> {
                Thread thread = new Thread(task, name);
                workers.add(thread);
                return thread;
            });
            pool.execute(running(body));
            workers.take().join();
            pool.shutdown();
        }
    },
    /** {@code submit} keeps the exception in a future. */
    POOL_SUBMIT {
        @Override
        void carry(String name, Case body) throws Exception {
            withPool(
                    Executors.newFixedThreadPool(1),
                    pool -> pool.submit(running(body)).get());
        }
    },
    SCHEDULED {
        @Override
        void carry(String name, Case body) throws Exception {
            ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
            withPool(
                    scheduler,
                    pool -> scheduler
                            .scheduleAtFixedRate(running(body), 1, 1, TimeUnit.MILLISECONDS)
                            .get());
        }
    },
    COMPLETABLE_FUTURE {
        @Override
        void carry(String name, Case body) {
            ended(() -> CompletableFuture.supplyAsync(() -> {
                        running(body).run();
                        return 1;
                    })
                    .thenApply(one -> one + 1)
                    .join());
        }
    },
    FORK_JOIN {
        @Override
        void carry(String name, Case body) throws Exception {
            withPool(new ForkJoinPool(1), pool -> pool.submit(running(body)).get());
        }
    },
    PARALLEL_STREAM {
        @Override
        void carry(String name, Case body) {
            ended(() -> {
                IntStream.range(0, 64)
                        .parallel()
                        .filter(i -> i == 40)
                        .forEach(i -> running(body).run());
                return null;
            });
        }
    },
    /** A virtual thread, from JDK 21 on; a platform thread before. */
    VIRTUAL {
        @Override
        void carry(String name, Case body) throws Exception {
            if (Runtime.version().feature() < 21) {
                THREAD.carry(name, body);
                return;
            }
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            builder = type.getMethod("name", String.class).invoke(builder, name);
            join((Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, running(body)));
        }
    },
    /** The calling thread, for cases that start their own threads and return. */
    CALLER {
        @Override
        void carry(String name, Case body) {
            running(body).run();
        }
    };

    abstract void carry(String name, Case body) throws Exception;

    private static Runnable running(Case body) {
        return () -> {
            try {
                body.run();
            } catch (Throwable t) {
                throw sneaky(t);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
        throw (T) t;
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    private interface Use {
        Object in(ExecutorService pool) throws Exception;
    }

    private static void withPool(ExecutorService pool, Use use) throws Exception {
        ended(() -> use.in(pool));
        pool.shutdown();
        if (!pool.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("pool lives");
        }
    }

    private static void ended(Callable<?> action) {
        try {
            action.call();
        } catch (Exception expected) {
            Oracle.announce("CAUGHT", expected.getClass().getName());
        }
    }
}
