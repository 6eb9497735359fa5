package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivacyRulesTest {
    private static final PrivacyRules RULES = PrivacyRules.of(List.of(
            "# what our lawyers say",
            "",
            "name *iban*",
            "class com.acme.pay.*",
            "text  \\d{3}-\\d{2}-\\d{4}",
            "keep authorName"));

    @Test
    void addedRulesHoldBesideTheStandardOnes() {
        assertThat(RULES.hidesName("customerIBAN")).isTrue();
        assertThat(RULES.hidesName("password")).isTrue();
        assertThat(RULES.hidesName("quantity")).isFalse();
        assertThat(RULES.hidesClass("com.acme.pay.Card")).isTrue();
        assertThat(RULES.hidesClass("com.acme.payment.Card")).isFalse();
        assertThat(RULES.masked("ssn 078-05-1120, password=x")).isEqualTo("ssn ***, password=***");
    }

    @Test
    void whatIsKeptIsKeptAgainstEverything() {
        assertThat(PrivacyRules.STANDARD.hidesName("authorName")).isTrue();
        assertThat(RULES.hidesName("authorname")).isFalse();
    }

    @Test
    void dotsOfGlobsAreDots() {
        assertThat(PrivacyRules.of(List.of("class a.b")).hidesClass("axb")).isFalse();
    }

    @Test
    void wrongLinesAreNamed() {
        assertThatThrownBy(() -> PrivacyRules.of(List.of("name a", "names b")))
                .hasMessage("line 2: the kinds are name, class, text and keep, not names");
        assertThatThrownBy(() -> PrivacyRules.of(List.of("name"))).hasMessage("line 1: it has no pattern");
        assertThatThrownBy(() -> PrivacyRules.of(List.of("text (")))
                .hasMessageStartingWith("line 1: no regular expression: ");
    }
}
