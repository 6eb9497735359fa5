package jpm.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jpm.agent.instrument.Captured;
import jpm.agent.instrument.LinkedLibrary;
import jpm.agent.instrument.LocalsInstrumenter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.MethodTooLargeException;

/** The JVM's verifier accepts a probe in every line of large libraries, with and without the handlers of exceptions. */
class ProbeLinkTest {
    @ParameterizedTest
    @ValueSource(strings = {"h2", "jackson-databind", "kotlin-stdlib", "scala-library"})
    void theVerifierTakesEveryClass(String library) throws IOException {
        Linking linking = new Linking(library);
        linking.library.linkAll();

        assertThat(linking.library.verifyErrors()).isEmpty();
        assertThat(linking.faults).isEmpty();
        assertThat(linking.probed).isGreaterThan(300);
        assertThat(linking.probes).isGreaterThan(5_000);
    }

    /** The classes of a library with probes. */
    private static final class Linking {
        private final List<String> faults = new ArrayList<>();
        private final LinkedLibrary library;
        private int probed;
        private int probes;

        Linking(String library) {
            this.library = new LinkedLibrary(library, this::changed);
        }

        /** Every other class has handlers, too. */
        private byte[] changed(String name, byte[] plain) {
            byte[] handled = name.hashCode() % 2 == 0
                    ? new LocalsInstrumenter(false).instrument(plain, (table, count) -> 7)
                    : null;
            byte[] before = handled == null ? plain : handled;
            try {
                byte[] after = ProbeWriter.write(before, "", new EveryLine());
                probed += after == null ? 0 : 1;
                return after == null ? before : after;
            } catch (MethodTooLargeException tooLarge) {
                return before;
            } catch (RuntimeException e) {
                faults.add(name + ": " + e);
                return before;
            }
        }

        private final class EveryLine implements ProbeWriter.Plan {
            @Override
            public boolean includes(int line) {
                return true;
            }

            @Override
            public List<ProbeCall> at(LineSite site) {
                probes++;
                return List.of(new ProbeCall(40_000, some(site, false), some(site, true)));
            }

            private List<Captured> some(LineSite site, boolean primitive) {
                return site.variables().stream()
                        .filter(each -> each.variable().isPrimitive() == primitive)
                        .limit(ProbeCall.MAX_EACH)
                        .toList();
            }
        }
    }
}
