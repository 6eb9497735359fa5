package jpm.agent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fails with variables of all sorts; its copy is instrumented and run when a dump is rehearsed. */
public final class RehearsedFailure implements Runnable {
    public RehearsedFailure() {}

    @Override
    public void run() {
        List<Object> list = new ArrayList<>(List.of("text with a password=secret and https://user:word@host", 1, 2.0));
        Map<String, Object> map = new HashMap<>(Map.of("key", new BigDecimal("1.50")));
        fail(list, map, new Object[] {new byte[3], new char[] {'a'}, Thread.State.NEW, String.class}, 4, 5L, 6.0, true);
    }

    private static void fail(
            List<Object> list, Map<String, Object> map, Object[] array, int number, long big, double real, boolean is) {
        if (is) {
            throw new IllegalStateException(
                    "rehearsal " + list.size() + map.size() + array.length + number + big + real,
                    new IllegalArgumentException("its cause"));
        }
    }
}
