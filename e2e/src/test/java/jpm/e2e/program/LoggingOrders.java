package jpm.e2e.program;

/** Asks a logging library for a logger, and prices orders. */
public final class LoggingOrders {
    private LoggingOrders() {}

    /** The argument is the class that gives loggers. */
    public static void main(String[] arguments) throws ReflectiveOperationException, InterruptedException {
        Class.forName(arguments[0]).getMethod("getLogger", String.class).invoke(null, "shop");
        Orders.main(new String[] {"5"});
    }
}
