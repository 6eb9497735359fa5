package jpm.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What the launcher lets the JVM learn from is done to its end. */
class ArchiveTrainingTest {
    @Test
    void playsItsWholeScript() {
        assertThatCode(ArchiveTraining::main).doesNotThrowAnyException();
    }
}
