package jpm.victim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.rmi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Fails in the way that its first argument names. */
public final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "main" -> price("apple", 3);
            case "nothing" -> System.out.println("done");
            case "thread" -> join(new Thread(() -> price("pear", 4), "seller"));
            case "daemon" -> daemon();
            case "last-moment" -> lastMoment(Path.of(args[1]));
            case "pool" -> pool();
            case "future" -> future();
            case "forkjoin" -> forkJoin();
            case "scheduled" -> scheduled();
            case "virtual" -> virtual();
            case "default-handler" -> defaultHandler();
            case "own-handler" -> ownHandler();
            case "exit-in-handler" -> endInHandler(false);
            case "halt-in-handler" -> endInHandler(true);
            case "wrapped" -> wrapped();
            case "suppressed" -> suppressed();
            case "overflow" -> overflow(0);
            case "oom-large" -> System.out.println(new long[1 << 28].length);
            case "oom-tiny" -> fillHeap();
            case "interrupted" -> interrupted();
            case "hostile" -> throw new HostileException("calm");
            case "asking" -> throw new ServerException("far away", new HostileException("calm"));
            case "hostile-thread" -> join(new HostileThread());
            case "loaders" -> loadInTwoLoaders();
            case "storm" -> storm(Integer.parseInt(args[1]));
            case "two-kinds" -> twoKinds();
            case "cancelled" -> cancelled();
            case "handed-on" -> handedOn();
            case "secrets" -> login("ann", args[2], args);
            case "silent" -> throw new StacklessException();
            case "two-silent" -> twoSilent();
            case "long-chain" -> longChain(1000);
            case "circle" -> circle();
            case "blind-loader" -> new BlindLoader().run();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    static int price(String item, int quantity) {
        int unit = quantity * 7;
        if (quantity > 2) {
            throw new IllegalStateException("no stock of " + item);
        }
        return unit;
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    private static void daemon() throws InterruptedException {
        Thread thread = new Thread(() -> price("fig", 5), "helper");
        thread.setDaemon(true);
        join(thread);
    }

    /** Ends the program while the daemon's dump is being written. */
    private static void lastMoment(Path store) {
        Thread thread = new Thread(() -> price("sloe", 20), "helper");
        thread.setDaemon(true);
        thread.start();
        while (store.toFile().list() == null || store.toFile().list().length == 0) {
            Thread.onSpinWait();
        }
    }

    private static void pool() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Future<Integer> asked = pool.submit(() -> price("plum", 6));
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.MINUTES);
        System.out.println(asked.isDone());
    }

    private static void future() throws InterruptedException {
        CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(() -> price("kiwi", 7), new ForkJoinPool(1));
        CompletableFuture<Integer> derived = asked.thenApply(cost -> cost + 1).thenApply(cost -> cost * 2);
        while (!derived.isDone()) {
            Thread.onSpinWait();
        }
        System.out.println(derived.isCompletedExceptionally());
    }

    private static final class Pricing extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1;

        @Override
        protected Integer compute() {
            return price("lime", 8);
        }
    }

    private static void forkJoin() {
        ForkJoinTask<Integer> task = new ForkJoinPool(1).submit(new Pricing());
        task.quietlyJoin();
        System.out.println(task.isCompletedAbnormally());
    }

    private static void scheduled() throws InterruptedException {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        Future<?> asked = pool.scheduleAtFixedRate(() -> price("date", 9), 0, 1, TimeUnit.MILLISECONDS);
        while (!asked.isDone()) {
            Thread.onSpinWait();
        }
        pool.shutdownNow();
        System.out.println(asked.isDone());
    }

    private static void virtual() throws Exception {
        Runnable work = () -> price("nut", 10);
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        thread.join();
    }

    private static void defaultHandler() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> System.out.println("default handler: " + thrown));
        price("leek", 11);
    }

    private static void ownHandler() {
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, thrown) -> System.out.println("own handler: " + thrown));
        price("beet", 12);
    }

    private static void endInHandler(boolean halt) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (halt) {
                Runtime.getRuntime().halt(7);
            }
            System.exit(7);
        });
        price("corn", 13);
    }

    private static void wrapped() {
        try {
            price("rice", 14);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("order failed", e);
        }
    }

    private static final class Till implements AutoCloseable {
        @Override
        public void close() {
            throw new UnsupportedOperationException("till jammed");
        }
    }

    private static void suppressed() {
        try (Till till = new Till()) {
            price("oats", 15);
        }
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static void fillHeap() {
        List<Object> hoard = new ArrayList<>();
        while (true) {
            hoard.add(new int[4]);
        }
    }

    private static void interrupted() {
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, thrown) -> System.out.println("interrupted: " + thread.isInterrupted()));
        Thread.currentThread().interrupt();
        price("malt", 16);
    }

    private static void storm(int threads) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            join(new Thread(() -> price("hail", 17), "storm-" + i));
        }
    }

    private static void twoKinds() throws InterruptedException {
        join(new Thread(() -> price("one", 18)));
        join(new Thread(Victim::wrapped));
    }

    private static void cancelled() {
        CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(() -> {
            throw new CancellationException("enough");
        });
        while (!asked.isDone()) {
            Thread.onSpinWait();
        }
    }

    private static void handedOn() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Future<Integer> asked = pool.submit(() -> price("bean", 19));
        pool.shutdown();
        asked.get();
    }

    private static void login(String user, String password, String[] args) {
        char[] passwordChars = password.toCharArray();
        Map<String, String> settings = Map.of("user", user, "db.password", password);
        String url = "jdbc:shop://ann:" + password + "@db/shop";
        throw new IllegalStateException("login failed: user=" + user + ", password=" + password + " " + url
                + settings.size() + passwordChars.length + args.length);
    }

    /** Nothing of it may be called by the agent. */
    private static final class HostileException extends RuntimeException {
        private static final long serialVersionUID = 1;

        HostileException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return called("getMessage");
        }

        @Override
        public synchronized Throwable getCause() {
            called("getCause");
            return null;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            called("getStackTrace");
            return super.getStackTrace();
        }

        @Override
        public int hashCode() {
            called("hashCode");
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            called("equals");
            return false;
        }

        @Override
        public String toString() {
            called("toString");
            return "HostileException";
        }

        private static String called(String method) {
            for (StackTraceElement frame : new Throwable().getStackTrace()) {
                if (frame.getClassName().startsWith("jpm.agent")) {
                    System.out.println("called by the agent: " + method);
                }
            }
            return method;
        }
    }

    private static final class StacklessException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StacklessException() {
            super("no trace", null, false, false);
        }
    }

    private static void twoSilent() throws InterruptedException {
        join(new Thread(() -> silence(1)));
        join(new Thread(() -> otherSilence(2)));
        join(new Thread(() -> silence(3)));
    }

    private static void silence(int times) {
        if (times > 0) {
            throw new StacklessException();
        }
    }

    private static void otherSilence(int times) {
        if (times > 0) {
            throw new StacklessException();
        }
    }

    /** Fails; to be loaded by {@link BlindLoader}. */
    public static final class Blind implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("blind");
        }
    }

    /** Does not find the class that instrumented code calls. */
    private static final class BlindLoader extends ClassLoader {
        BlindLoader() {
            super(Victim.class.getClassLoader());
        }

        void run() throws ReflectiveOperationException {
            ((Runnable) loadClass("jpm.victim.Victim$Blind")
                            .getDeclaredConstructor()
                            .newInstance())
                    .run();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.lang.Jpm")) {
                throw new ClassNotFoundException(name);
            }
            return name.equals("jpm.victim.Victim$Blind") ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length, Victim.class.getProtectionDomain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static void longChain(int length) {
        RuntimeException chain = new UnsupportedOperationException("innermost");
        for (int i = 1; i < length; i++) {
            chain = new IllegalStateException("cause " + i, chain);
        }
        throw chain;
    }

    private static void circle() {
        RuntimeException inner = new IllegalArgumentException("inner");
        RuntimeException middle = new IllegalStateException("middle", inner);
        inner.initCause(middle);
        throw new UnsupportedOperationException("outer", middle);
    }

    /** Cannot be asked for anything while the agent is at work. */
    private static final class HostileThread extends Thread {
        HostileThread() {
            super("hostile");
        }

        @Override
        public void run() {
            price("plum", 5);
        }

        @Override
        public ClassLoader getContextClassLoader() {
            HostileException.called("getContextClassLoader");
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInterrupted() {
            HostileException.called("isInterrupted");
            return false;
        }

        @Override
        public long getId() {
            HostileException.called("getId");
            throw new UnsupportedOperationException();
        }

        @Override
        public State getState() {
            HostileException.called("getState");
            throw new UnsupportedOperationException();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            HostileException.called("getStackTrace");
            throw new UnsupportedOperationException();
        }
    }

    /** Child and parent define their first class at once, the parent under its lock, which the child needs for each question. */
    private static void loadInTwoLoaders() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            CountDownLatch childIsDefining = new CountDownLatch(1);
            CountDownLatch parentIsDefining = new CountDownLatch(1);
            LockingLoader parent = new LockingLoader(
                    ClassLoader.getPlatformClassLoader(), Basket.class, parentIsDefining, new CountDownLatch(0));
            LockingLoader child = new LockingLoader(parent, Scale.class, childIsDefining, parentIsDefining);
            Thread first = new Thread(() -> child.load(new CountDownLatch(0)));
            Thread second = new Thread(() -> parent.load(childIsDefining));
            first.start();
            second.start();
            first.join();
            second.join();
        }
        System.out.println("loaded");
    }

    /** Not parallel capable: it loads under its own lock. */
    private static final class LockingLoader extends ClassLoader {
        private final Class<?> own;
        private final CountDownLatch isDefining;
        private final CountDownLatch mayDefine;

        LockingLoader(ClassLoader parent, Class<?> own, CountDownLatch isDefining, CountDownLatch mayDefine) {
            super(parent);
            this.own = own;
            this.isDefining = isDefining;
            this.mayDefine = mayDefine;
        }

        void load(CountDownLatch when) {
            try {
                when.await();
                loadClass(own.getName());
            } catch (ClassNotFoundException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(own.getName())) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in =
                    Victim.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                byte[] bytes = in.readAllBytes();
                isDefining.countDown();
                mayDefine.await();
                return defineClass(name, bytes, 0, bytes.length, Victim.class.getProtectionDomain());
            } catch (IOException | InterruptedException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static final class Basket {
        int share(int apples, int people) {
            return apples / people;
        }
    }

    private static final class Scale {
        int share(int coins, int people) {
            return coins / people;
        }
    }
}
