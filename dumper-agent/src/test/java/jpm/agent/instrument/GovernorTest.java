package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GovernorTest {
    private final StackSamples samples = new StackSamples(name -> name.startsWith("com.acme."));

    @Test
    void a_running_thread_counts_for_its_innermost_method_of_the_application() {
        samples.addRunning(stack("java.util.HashMap.get", "com.acme.Cart.total", "com.acme.Shop.main"));
        samples.addRunning(stack("com.acme.Cart.total", "com.acme.Shop.main"));
        samples.addRunning(stack("com.acme.Shop.main"));
        samples.addRunning(stack("java.net.Socket.read"));
        assertThat(samples.total()).isEqualTo(3);
        assertThat(samples.hottest(0, 10)).containsExactly("com.acme.Cart.total", "com.acme.Shop.main");
        assertThat(samples.hottest(0.5, 10)).containsExactly("com.acme.Cart.total");
        assertThat(samples.hottest(0, 1)).containsExactly("com.acme.Cart.total");
    }

    @Test
    void a_class_that_is_always_on_some_threads_stack_never_leaves() {
        samples.addStack(1, stack("com.acme.Cart.total", "com.acme.Shop.main"));
        samples.addStack(1, stack("com.acme.Shop.main"));
        samples.addStack(2, stack("java.lang.Thread.run"));
        assertThat(samples.neverLeaves("com.acme.Shop")).isTrue();
        assertThat(samples.neverLeaves("com.acme.Cart")).isFalse();
        samples.addStack(3, stack("com.acme.Cart.serve"));
        assertThat(samples.neverLeaves("com.acme.Cart")).isTrue();
    }

    @Test
    void few_samples_choose_nothing() {
        for (int i = 0; i < 99; i++) {
            samples.addRunning(stack("com.acme.Cart.total"));
        }
        Governor governor = new Governor(null, new HotMethods(), name -> true, 120);
        assertThat(governor.choose(samples)).isEmpty();
        samples.addRunning(stack("com.acme.Cart.total"));
        assertThat(governor.choose(samples)).containsExactly("com.acme.Cart.total");
    }

    @Test
    void a_short_program_is_left_alone() {
        Governor governor = new Governor(null, new HotMethods(), name -> true, 120);
        assertThat(governor.isDue(119)).isFalse();
        assertThat(governor.isDue(120)).isTrue();
    }

    private static StackTraceElement[] stack(String... methods) {
        StackTraceElement[] frames = new StackTraceElement[methods.length];
        for (int i = 0; i < methods.length; i++) {
            int dot = methods[i].lastIndexOf('.');
            frames[i] = new StackTraceElement(methods[i].substring(0, dot), methods[i].substring(dot + 1), "X.java", 1);
        }
        return frames;
    }
}
