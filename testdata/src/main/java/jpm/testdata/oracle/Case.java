package jpm.testdata.oracle;

/** A way to die: ends in an exception when {@link Oracle#armed}, else normally. */
@FunctionalInterface
public interface Case {
    void run() throws Throwable;
}
