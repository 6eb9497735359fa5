package jpm.testdata.expressions;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/** A program that evaluates the table's rows on its own objects and writes its heap, which then holds both. */
public final class DumpingAnswers {
    /** What the expressions are about. */
    static Object sample = "";

    /** By the row's number what Java made of it. */
    static Object[] answers = {};

    /** By the row's number the exception that Java threw, else null. */
    static Object[] failures = {};

    private DumpingAnswers() {}

    /** Arguments are the file to write, the number of rows, and the numbers of those that are left out, joined by commas. */
    public static void main(String[] arguments) throws Exception {
        Class<?> type = Class.forName("jpm.testdata.expressions.Answers");
        sample = type.getConstructor().newInstance();
        int count = Integer.parseInt(arguments[1]);
        Set<String> leftOut = Set.of(arguments[2].split(","));
        answers = new Object[count];
        failures = new Object[count];
        for (int i = 0; i < count; i++) {
            if (!leftOut.contains(String.valueOf(i))) {
                answer(type, i);
            }
        }
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[0], true);
    }

    private static void answer(Class<?> type, int row) throws ReflectiveOperationException {
        try {
            answers[row] = type.getMethod("e" + row).invoke(sample);
        } catch (InvocationTargetException e) {
            failures[row] = e.getCause();
        }
    }
}
