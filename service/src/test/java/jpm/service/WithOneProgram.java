package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service for each test, where one program is registered, and which has no fault of its own in the end. */
abstract class WithOneProgram {
    @TempDir
    Path folder;

    RunningService service;
    String debuggee;

    @BeforeEach
    void start() {
        service = RunningService.in(folder);
        debuggee = service.register("1");
    }

    @AfterEach
    void stop() {
        service.close();
        assertThat(service.faults).isEmpty();
    }
}
