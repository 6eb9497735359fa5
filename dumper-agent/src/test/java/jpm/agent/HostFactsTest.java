package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostFactsTest {
    private static final String ID = "3f4a".repeat(16);

    @Test
    void startTicksAreFoundBehindAnyProgramName() {
        String rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21";

        assertThat(HostFacts.startTicksIn("42 (java)" + rest)).isEqualTo(4711);
        assertThat(HostFacts.startTicksIn("42 (a) b (c))" + rest)).isEqualTo(4711);
        assertThat(HostFacts.startTicksIn("42 (java) S 1")).isEqualTo(-1);
    }

    @Test
    void containerIdIsAWordOf64HexDigits() {
        assertThat(HostFacts.containerIdIn("0::/system.slice/docker-" + ID + ".scope\n"))
                .isEqualTo(ID);
        assertThat(HostFacts.containerIdIn("12:pids:/kubepods/pod1/" + ID)).isEqualTo(ID);
        assertThat(HostFacts.containerIdIn("0::/user.slice/" + ID + "0")).isNull();
        assertThat(HostFacts.containerIdIn("0::/")).isNull();
        assertThat(HostFacts.containerIdIn(null)).isNull();
    }

    @Test
    void thisProcess() {
        assertThat(HostFacts.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(HostFacts.startMillis())
                .isEqualTo(ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseThrow()
                        .toEpochMilli());
        assertThat(HostFacts.commandLine().get(0)).endsWith("java");
    }
}
