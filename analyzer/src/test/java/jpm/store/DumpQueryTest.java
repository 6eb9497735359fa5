package jpm.store;

import static jpm.store.StoreFixture.BANK;
import static jpm.store.StoreFixture.SHOP;
import static jpm.store.StoreFixture.SHOP_AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpQueryTest {
    @TempDir
    Path root;

    @BeforeEach
    void makeStore() throws IOException {
        StoreFixture.withThreeDumps(root);
    }

    private List<String> found(String... matches) {
        return DumpStore.open(root).find(DumpQuery.of(List.of(matches))).stream()
                .map(DumpEntry::id)
                .toList();
    }

    /** The middle column names the dumps by their first letters: S is SHOP, B is BANK, A is SHOP_AGAIN. */
    @ParameterizedTest
    @CsvSource({
        "4242, SA",
        "77, B",
        "com.acme.Shop, SA",
        "Shop, SA",
        "hop, ''",
        "bank.jar, B",
        "bank, B",
        "/srv/bank.jar, B",
        "/opt/bank.jar, ''",
        "java.lang.OutOfMemoryError, B",
        "OutOfMemoryError, B",
        "BadException, A",
        "Order$BadException, A",
        "20261121, SB",
        "20261121T104903Z-4242-9f3a1c, S",
        "9f3a, S",
        "9f3, SB",
        "9f, ''",
        "nobody, ''",
        "user=ann, SA",
        "USER=root, B",
        "jvm.version=25.0.3+9, B",
        "JVM.Version=17.0.15+6, SA",
        "jvm.flags=-ea, S",
        "host=web-2, B",
        "exception=IllegalStateException, S",
        "state=none, B",
        "state=missing, A",
        "heap.wanted=false, B",
        "nosuch=1, ''",
        "user=, ''",
        "heapBytes=100, S",
    })
    void aMatchFits(String match, String expected) {
        assertThat(found(match)).containsExactlyElementsOf(ids(expected));
    }

    private static List<String> ids(String letters) {
        return letters.chars()
                .mapToObj(letter -> letter == 'S' ? SHOP : letter == 'B' ? BANK : SHOP_AGAIN)
                .toList();
    }

    @Test
    void sameFieldIsAlternativesOtherFieldsMustAllFit() {
        assertThat(found("user=ann", "user=root")).containsExactly(SHOP, BANK, SHOP_AGAIN);
        assertThat(found("user=ann", "user=root", "jvm.version=25.0.3+9")).containsExactly(BANK);
        assertThat(found("4242", "77")).containsExactly(SHOP, BANK, SHOP_AGAIN);
        assertThat(found("4242", "IllegalStateException")).containsExactly(SHOP);
        assertThat(found("Shop", "bank.jar")).containsExactly(SHOP, BANK, SHOP_AGAIN);
    }

    @Test
    void timesLimitInclusively() {
        Instant first = Instant.parse("2026-11-21T10:49:03.123Z");
        Instant second = Instant.parse("2026-11-21T11:49:03Z");
        DumpStore store = DumpStore.open(root);
        assertThat(store.find(new DumpQuery(List.of(), second, null)))
                .extracting(DumpEntry::id)
                .containsExactly(BANK, SHOP_AGAIN);
        assertThat(store.find(new DumpQuery(List.of(), null, second)))
                .extracting(DumpEntry::id)
                .containsExactly(SHOP, BANK);
        assertThat(store.find(new DumpQuery(List.of("Shop"), first, second)))
                .extracting(DumpEntry::id)
                .containsExactly(SHOP);
    }

    @Test
    void anAmbiguousIdNamesItsCandidates() {
        assertThatThrownBy(() -> DumpStore.open(root).findUnambiguous(DumpQuery.of(List.of("9f3"))))
                .isInstanceOfSatisfying(
                        AmbiguousDumpException.class,
                        ambiguous -> assertThat(ambiguous.candidates())
                                .extracting(DumpEntry::id)
                                .containsExactly(SHOP, BANK))
                .hasMessage("cannot tell which dump is meant: 2 ids begin with 9f3");
        assertThat(DumpStore.open(root).findUnambiguous(DumpQuery.of(List.of("9f3a"))))
                .extracting(DumpEntry::id)
                .containsExactly(SHOP);
    }
}
