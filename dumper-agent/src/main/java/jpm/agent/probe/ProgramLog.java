package jpm.agent.probe;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import jpm.agent.start.Faults;
import jpm.agent.start.Stderr;
import org.jspecify.annotations.Nullable;

/**
 * The log that the program itself writes: the first of SLF4J, Log4j 2, Log4j 1 and {@code java.util.logging} that it has loaded, else standard error.
 */
final class ProgramLog {
    private static final String JDK_LOGGER = "java.util.logging.Logger";
    private static final List<Api> APIS = List.of(
            new Api("org.slf4j.LoggerFactory", "org.slf4j.Logger", "getLogger", String.class, "info", "warn", "error"),
            new Api(
                    "org.apache.logging.log4j.LogManager",
                    "org.apache.logging.log4j.Logger",
                    "getLogger",
                    String.class,
                    "info",
                    "warn",
                    "error"),
            new Api(
                    "org.apache.log4j.Logger",
                    "org.apache.log4j.Logger",
                    "getLogger",
                    Object.class,
                    "info",
                    "warn",
                    "error"),
            new Api(
                    "java.util.logging.LogManager",
                    JDK_LOGGER,
                    "getLogger",
                    String.class,
                    "info",
                    "warning",
                    "severe"));

    private final LoadedClasses classes;
    /** Kept by the classes themselves, which writers refer to. */
    private final ClassValue<Writer> writers = new ClassValue<>() {
        @Override
        protected Writer computeValue(Class<?> type) {
            return writer(type);
        }
    };

    ProgramLog(LoadedClasses classes) {
        this.classes = classes;
    }

    /**
     * A logging library.
     *
     * @param marker the class that is loaded where the program logs by it
     * @param message the type of what is logged
     */
    private record Api(
            String marker, String logger, String factory, Class<?> message, String info, String warning, String error) {
        /** The classes whose static method gives loggers. */
        String factoryClass() {
            return isJdk() ? logger : marker;
        }

        boolean isJdk() {
            return logger.equals(JDK_LOGGER);
        }

        String method(BreakpointSpec.LogLevel level) {
            return switch (level) {
                case INFO -> info;
                case WARNING -> warning;
                case ERROR -> error;
            };
        }
    }

    private interface Writer {
        void write(String method, BreakpointSpec.LogLevel level, String text) throws Throwable;
    }

    /** Writes a line under the name of a class and its method. */
    void write(Class<?> type, String method, BreakpointSpec.LogLevel level, String text) {
        try {
            writers.get(type).write(method, level, text);
        } catch (Throwable fault) {
            Faults.swallow(fault);
        }
    }

    private Writer writer(Class<?> type) {
        for (Api api : APIS) {
            Writer writer = writer(api, type);
            if (writer != null) {
                return writer;
            }
        }
        return (method, level, text) -> Stderr.line(level + " " + type.getName() + ": " + text);
    }

    private @Nullable Writer writer(Api api, Class<?> type) {
        Class<?> marker = classes.find(api.marker(), type);
        if (marker == null) {
            return null;
        }
        try {
            // The class that the program's code would get, which is loaded.
            ClassLoader loader = type.getClassLoader();
            Class<?> factory = Class.forName(api.factoryClass(), false, loader);
            Class<?> logger = Class.forName(api.logger(), false, loader);
            // Not the public one, to which the JDK's logger, as it asks for its caller, is refused.
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle get = lookup.findStatic(factory, api.factory(), MethodType.methodType(logger, String.class));
            Object target = get.invoke(type.getName());
            if (api.isJdk()) {
                return jdkWriter(lookup, target, logger, Class.forName("java.util.logging.Level", false, loader), type);
            }
            return (method, level, text) -> {
                MethodType one = MethodType.methodType(void.class, api.message());
                lookup.findVirtual(logger, api.method(level), one).invoke(target, text);
            };
        } catch (Throwable unusable) {
            Faults.swallow(unusable);
            return null;
        }
    }

    /** The JDK's logger would look for its caller on the stack and find the agent. */
    private static Writer jdkWriter(
            MethodHandles.Lookup lookup, Object target, Class<?> logger, Class<?> levels, Class<?> type)
            throws ReflectiveOperationException {
        MethodType logp = MethodType.methodType(void.class, levels, String.class, String.class, String.class);
        MethodHandle log = lookup.findVirtual(logger, "logp", logp);
        return (method, level, text) -> {
            String name = level == BreakpointSpec.LogLevel.ERROR ? "SEVERE" : level.name();
            Object chosen = lookup.findStaticGetter(levels, name, levels).invoke();
            log.invoke(target, chosen, type.getName(), method, text);
        };
    }
}
