package jpm.agent;

import java.lang.annotation.Annotation;

/** Exceptions that a framework turns into an answer because the program says so: they are how it answers, and no failures. */
final class ExpectedFailures {
    private static final String ANSWER = "org.springframework.web.bind.annotation.ResponseStatus";

    private ExpectedFailures() {}

    /** Whether the class of an exception says which answer it stands for. */
    static boolean contains(Throwable thrown) {
        for (Class<?> type = thrown.getClass();
                type != null && type.getClassLoader() != null;
                type = type.getSuperclass()) {
            String name = type.getName();
            if (name.equals("org.springframework.web.ErrorResponseException")
                    || name.equals("org.springframework.web.server.ResponseStatusException")
                    || isMarked(type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(Class<?> type) {
        for (Annotation each : type.getDeclaredAnnotations()) {
            if (each.annotationType().getName().equals(ANSWER)) {
                return true;
            }
        }
        return false;
    }
}
