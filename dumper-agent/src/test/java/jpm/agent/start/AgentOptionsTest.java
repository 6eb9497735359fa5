package jpm.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
    @Test
    void defaultsWithoutAnySetting() {
        AgentOptions options = read(null, Map.of(), Map.of());

        assertThat(options.store()).isNull();
        assertThat(options.include()).isEmpty();
        assertThat(options.exclude()).isEmpty();
        assertThat(options.heap()).isEqualTo(HeapPolicy.FIRST);
        assertThat(options.disabled()).isFalse();
        assertThat(options.complaints()).isEmpty();
    }

    @Test
    void argumentOutweighsPropertyOutweighsEnvironment() {
        Map<String, String> environment = Map.of("JPM_STORE", "/env", "JPM_HEAP", "never", "JPM_INCLUDE", "a.b");
        Map<String, String> properties = Map.of("jpm.store", "/property", "jpm.heap", "always");

        AgentOptions options = read("store=/argument", properties, environment);

        assertThat(options.store()).isEqualTo("/argument");
        assertThat(options.heap()).isEqualTo(HeapPolicy.ALWAYS);
        assertThat(options.include()).containsExactly("a.b");
    }

    @Test
    void prefixesAreSeparatedBySemicolonOrColon() {
        AgentOptions options = read("include=com.acme;org.shop,exclude=com.acme.gen:org.shop.x", Map.of(), Map.of());

        assertThat(options.include()).containsExactly("com.acme", "org.shop");
        assertThat(options.exclude()).containsExactly("com.acme.gen", "org.shop.x");
    }

    @Test
    void unknownKeysAndValuesAreComplainedOfAndPassedOver() {
        AgentOptions options = read("stor=/x,heap=sometimes,dumps=many,store=/y,include", Map.of(), Map.of());

        assertThat(options.complaints())
                .containsExactly(
                        "unknown agent option 'stor': known are store, include, exclude, heap, dumps, disable, max-pause, max-use, keep-free, privacy, escapes, watchdog, pressure, controller, token-file, module, version, upload, throw, throw-message, throw-range",
                        "agent option include has no value",
                        "agent option heap=sometimes is unknown: known are always, first, never, redacted",
                        "agent option dumps=many is not a number");
        assertThat(options.store()).isEqualTo("/y");
        assertThat(options.heap()).isEqualTo(HeapPolicy.FIRST);
    }

    @Test
    void disabledByKeyByPropertyAndByEnvironment() {
        assertThat(read("disable", Map.of(), Map.of()).disabled()).isTrue();
        assertThat(read("disable=false", Map.of(), Map.of()).disabled()).isFalse();
        assertThat(read("", Map.of("jpm.disable", "true"), Map.of()).disabled()).isTrue();
        assertThat(read("", Map.of(), Map.of("JPM_DISABLE", "1")).disabled()).isTrue();
        assertThat(read("", Map.of(), Map.of("JPM_DISABLE", "0")).disabled()).isFalse();
    }

    private static AgentOptions read(
            @Nullable String argument, Map<String, String> properties, Map<String, String> environment) {
        return AgentOptions.read(argument, new AgentOptions.Surroundings() {
            @Override
            public @Nullable String property(String name) {
                return properties.get(name);
            }

            @Override
            public @Nullable String environment(String name) {
                return environment.get(name);
            }
        });
    }
}
