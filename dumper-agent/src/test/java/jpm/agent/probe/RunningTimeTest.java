package jpm.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningTimeTest {
    private static final long MILLI = 1_000_000;
    private static final long START = Long.MAX_VALUE - MILLI;

    @Test
    void whatRunsIsCountedWhole() {
        RunningTime time = new RunningTime(START);

        assertThat(time.until(START + MILLI)).isEqualTo(MILLI);
        assertThat(time.until(START + 4 * MILLI)).isEqualTo(4 * MILLI);
        assertThat(time.until(START + 60 * MILLI)).isLessThan(10 * MILLI);
    }

    /** Half a second in which the collector ran does not make a condition too costly; evaluations that take as long by themselves do. */
    @Test
    void aPauseEndsNoBreakpoint() {
        CostQuota quota = CostQuota.within(CostQuota.ofAll());
        for (int i = 0; i < 100; i++) {
            assertThat(quota.spent(0)).isTrue();
        }

        assertThat(quota.spent(new RunningTime(START).until(START + 500 * MILLI)))
                .isTrue();
        RunningTime busy = new RunningTime(START);
        for (int i = 1; i < 500; i++) {
            busy.until(START + i * MILLI);
        }
        assertThat(quota.spent(busy.until(START + 500 * MILLI))).isFalse();
    }
}
