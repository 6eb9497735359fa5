package jpm.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jpm.debug.DebugThread;
import org.jspecify.annotations.Nullable;

/** Threads grouped by what their names have in common besides numbers. */
final class ThreadNames {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final double MOST = 0.5;
    private static final int MAX_GROUPS = 3;

    private final int all;
    private final List<Map.Entry<String, Integer>> groups;

    ThreadNames(List<DebugThread> threads) {
        Map<String, Integer> counts = new HashMap<>();
        threads.forEach(thread -> counts.merge(NUMBER.matcher(thread.name()).replaceAll("N"), 1, Integer::sum));
        all = threads.size();
        groups = new ArrayList<>(counts.entrySet());
        groups.sort(Comparator.comparing((Map.Entry<String, Integer> group) -> -group.getValue())
                .thenComparing(Map.Entry::getKey));
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known(String.format(Locale.ROOT, "the dump has %,d threads", all)));
        groups.stream()
                .limit(MAX_GROUPS)
                .filter(group -> group.getValue() > 1)
                .forEach(group -> evidence.add(Evidence.known(
                        String.format(Locale.ROOT, "%,d of them are named %s", group.getValue(), group.getKey()))));
        return evidence;
    }

    @Nullable
    String clause() {
        boolean telling = !groups.isEmpty() && groups.get(0).getValue() > MOST * all;
        return telling
                ? String.format(
                        Locale.ROOT,
                        "%,d of its %,d threads are named %s",
                        groups.get(0).getValue(),
                        all,
                        groups.get(0).getKey())
                : null;
    }
}
