package jpm.e2e.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Ways in which a process can end after an uncaught exception; the argument names one. */
public enum Endings {
    MAIN_DIES {
        @Override
        void end() {
            fail("main");
        }
    },
    THREAD_DIES {
        @Override
        void end() throws InterruptedException {
            inThread(() -> fail("thread"));
            System.out.println("main goes on");
        }
    },
    DEFAULT_HANDLER {
        @Override
        void end() throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, thrown) -> System.out.println("handled " + thrown.getMessage()));
            inThread(() -> fail("for the default handler"));
        }
    },
    EXIT_IN_HANDLER {
        @Override
        void end() throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> System.exit(3));
            inThread(() -> fail("exit"));
        }
    },
    HALT_IN_HANDLER {
        @Override
        void end() throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, thrown) -> Runtime.getRuntime().halt(4));
            inThread(() -> fail("halt"));
        }
    },
    HANDLER_FAILS {
        @Override
        void end() throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> fail("in the handler"));
            inThread(() -> fail("first"));
        }
    },
    DAEMON_DIES {
        @Override
        void end() throws InterruptedException {
            Thread daemon = new Thread(() -> fail("daemon"));
            daemon.setDaemon(true);
            daemon.start();
            daemon.join();
            System.exit(5);
        }
    },
    POOL_SWALLOWS {
        @Override
        void end() throws InterruptedException {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            pool.submit(() -> fail("swallowed"));
            pool.shutdown();
            System.out.println(pool.awaitTermination(60, TimeUnit.SECONDS));
        }
    },
    FUTURE_FAILS {
        @Override
        void end() {
            System.out.println(CompletableFuture.supplyAsync(() -> {
                        fail("future");
                        return "result";
                    })
                    .exceptionally(failure -> "instead: " + failure)
                    .join());
        }
    },
    OVERFLOW {
        @Override
        void end() {
            System.out.println(down(1));
        }

        private int down(int level) {
            return down(level + 1) + level;
        }
    },
    CAUGHT {
        @Override
        void end() {
            try {
                fail("caught");
            } catch (IllegalStateException e) {
                System.out.println("caught at " + e.getStackTrace()[0]);
            }
        }
    },
    OUT_OF_MEMORY {
        @Override
        void end() {
            List<byte[]> kept = new ArrayList<>();
            while (true) {
                kept.add(new byte[1 << 20]);
            }
        }
    },
    TOUCHY {
        @Override
        void end() {
            throw new Touchy();
        }
    },
    MANY_THREADS {
        @Override
        void end() throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                threads.add(new Thread(() -> fail("thread " + number)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println("all dead");
        }
    };

    /** Says when one of its methods is called. */
    private static final class Touchy extends RuntimeException {
        Touchy() {
            super("touchy");
        }

        @Override
        public String getMessage() {
            System.err.println("getMessage called");
            return super.getMessage();
        }

        @Override
        public synchronized Throwable getCause() {
            System.err.println("getCause called");
            return super.getCause();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            System.err.println("getStackTrace called");
            return super.getStackTrace();
        }
    }

    abstract void end() throws InterruptedException;

    private static void fail(String why) {
        String message = why.toUpperCase(Locale.ROOT);
        int letters = message.length();
        throw new IllegalStateException(message + letters);
    }

    private static void inThread(Runnable body) throws InterruptedException {
        Thread thread = new Thread(body, "worker");
        thread.start();
        thread.join();
    }

    public static void main(String[] args) throws Exception {
        System.out.println("begin");
        valueOf(args[0]).end();
        System.out.println("end");
    }
}
