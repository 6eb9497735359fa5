package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics by the rules of Prometheus: its text format, and what {@code promtool check metrics} would complain of. */
class MetricsTest {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z][a-z0-9_]*) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z][a-z0-9_]*) (counter|gauge)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z][a-z0-9_]*)(\\{([a-z_]+=\"[^\"\\\\\n]*\"(,[a-z_]+=\"[^\"\\\\\n]*\")*)})? (\\d+)");

    @TempDir
    Path folder;

    /** Samples by series, of a text that keeps every rule. */
    private static Map<String, Long> checked(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Long> samples = new HashMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        String type = "";
        for (String line : text.split("\n")) {
            Matcher help = HELP.matcher(line);
            Matcher typed = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                assertThat(families.add(family)).as("once: " + line).isTrue();
                type = "";
            } else if (typed.matches()) {
                assertThat(typed.group(1)).isEqualTo(family);
                type = typed.group(2);
                assertThat(family.endsWith("_total")).as(line).isEqualTo(type.equals("counter"));
                assertThat(family).startsWith("jpm_").doesNotContain("gauge", "counter", "_millis", "_ms", "_kb");
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
                assertThat(type).as(line).isNotEmpty();
                String series = line.substring(0, line.lastIndexOf(' '));
                assertThat(samples.put(series, Long.parseLong(sample.group(5))))
                        .as("once: " + line)
                        .isNull();
            }
        }
        return samples;
    }

    @Test
    void metricsKeepTheRulesAndCount() {
        try (RunningService service = RunningService.in(folder)) {
            String debuggee = service.register("1");
            String id = service.setAt(debuggee, 1);
            service.setAt(debuggee, 2);
            service.update(debuggee, id, "{\"id\":\"" + id + "\",\"isFinalState\":true}");
            service.get("v2/none");

            Map<String, Long> samples = checked(service.get("metrics").body());

            assertThat(samples)
                    .containsEntry("jpm_service_debuggees", 1L)
                    .containsEntry("jpm_service_breakpoints_active", 1L)
                    .containsEntry("jpm_service_breakpoints_final", 1L)
                    .containsEntry("jpm_service_waiting_requests", 0L)
                    .containsEntry("jpm_service_followers", 0L)
                    .containsEntry("jpm_service_faults_total", 0L)
                    .containsEntry("jpm_service_requests_total{surface=\"controller\",code=\"200\"}", 2L)
                    .containsEntry("jpm_service_requests_total{surface=\"debugger\",code=\"200\"}", 2L)
                    .containsEntry("jpm_service_requests_total{surface=\"debugger\",code=\"404\"}", 1L);
            Map<String, Long> later = checked(service.get("metrics").body());
            assertThat(List.copyOf(samples.keySet()))
                    .allSatisfy(series -> assertThat(later)
                            .hasEntrySatisfying(
                                    series, value -> assertThat(value).isGreaterThanOrEqualTo(samples.get(series))));
        }
    }
}
