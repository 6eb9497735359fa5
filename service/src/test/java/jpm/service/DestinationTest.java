package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jpm.io.JpmException;
import jpm.service.client.Destination;
import jpm.service.client.Destination.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8780,            SERVICE,  http://127.0.0.1:8780",
        "https://debug.acme.com/jpm/,      SERVICE,  https://debug.acme.com/jpm",
        "https://acme-cdbg.firebaseio.com, DATABASE, https://acme-cdbg.firebaseio.com",
        "https://x.europe-west1.firebasedatabase.app/, DATABASE, https://x.europe-west1.firebasedatabase.app",
        "https://k3y@o1.ingest.sentry.io/42, SENTRY, https://o1.ingest.sentry.io/api/42/envelope/",
        "https://k3y:s3cret@errors.acme.com/base/7, SENTRY, https://errors.acme.com/base/api/7/envelope/",
        "http://[::1]:9000/,               SERVICE,  http://[::1]:9000"
    })
    void addressesShowWhatIsThere(String address, Kind kind, String base) {
        Destination destination = Destination.of(address, null);

        assertThat(destination.kind()).isEqualTo(kind);
        assertThat(destination.base()).hasToString(base);
    }

    @Test
    void aKindThatIsSaidCounts() {
        assertThat(Destination.of("http://localhost:9000/?ns=acme", Kind.DATABASE)
                        .kind())
                .isEqualTo(Kind.DATABASE);
        assertThatThrownBy(() -> Destination.of("http://localhost:9000", Kind.SENTRY))
                .isInstanceOf(JpmException.class)
                .hasMessage("cannot upload to http://localhost:9000: a Sentry address has a key and a project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8780", "ftp://x/y", "http://", "http://a b", "file:///etc/passwd", "-"})
    void otherTextsAreNoAddresses(String text) {
        assertThatThrownBy(() -> Destination.of(text, null)).isInstanceOf(JpmException.class);
    }

    @Test
    void passwordsInAddressesAreNotRepeated() {
        assertThatThrownBy(() -> Destination.of("https://ann:hunter2@debug.acme.com", null))
                .hasMessage("cannot upload to https://***@debug.acme.com: it has a password in it");
    }
}
