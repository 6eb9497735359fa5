package jpm.agent.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocklistTest {
    private static final String FILE = """
            # what must not be seen
            blocklist:
              - com.acme.vault      # a package
              - "com.acme.shop.Card"
              - '*.password'
              - com.acme.*.pin
            blocklist_exception:
              - com.acme.vault.Door
            """;

    @ParameterizedTest
    @CsvSource({
        "com.acme.vault.Safe, true",
        "com.acme.vault.Safe.content, true",
        "com.acme.vaults.Safe, false",
        "com.acme.vault.Door, false",
        "com.acme.vault.Door.width, false",
        "com.acme.shop.Card, true",
        "com.acme.shop.Card.Number, true",
        "com.acme.shop.Cardinal, false",
        "org.any.User.password, true",
        "org.any.User.passwords, false",
        "com.acme.shop.Phone.pin, true",
        "com.acme.pin, false",
    })
    void namesAreHiddenWithAllThatIsInThem(String name, boolean isHidden) {
        assertThat(Blocklist.parse(FILE).hides(name)).isEqualTo(isHidden);
    }

    @Test
    void anInversePatternHidesAllElse() {
        Blocklist list = Blocklist.parse("blocklist: [\"!com.acme.*\"]\n");

        assertThat(list.hides("com.acme.Shop.total")).isFalse();
        assertThat(list.hides("org.other.Shop")).isTrue();
    }

    @Test
    void formerKeysAndAnEmptyListAreUnderstood() {
        Blocklist former = Blocklist.parse("---\nblacklist:\n- com.acme\nblacklist_exception:\n- com.acme.Shop\n");

        assertThat(former.hides("com.acme.Till")).isTrue();
        assertThat(former.hides("com.acme.Shop")).isFalse();
        assertThat(Blocklist.parse("blocklist:\n").hides("com.acme.Till")).isFalse();
        assertThat(Blocklist.parse("").hides("com.acme.Till")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "whitelist:, neither blocklist nor",
        "- com.acme, no element of a list",
        "'blocklist: com.acme', no list",
        "'blocklist: [com/acme]', no pattern of names",
        "blocklist, neither blocklist nor",
        "'blocklist: [\"a b\"]', no pattern of names",
    })
    void whatIsNoListIsRefused(String yaml, String why) {
        assertThatThrownBy(() -> Blocklist.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
