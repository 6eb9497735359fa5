package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD",
                "db.passwd",
                "MYSQL_PWD",
                "API_KEY",
                "apiKey",
                "aws.secretKey",
                "GITHUB_TOKEN",
                "client-secret",
                "SESSION_ID",
                "COOKIE",
                "javax.net.ssl.keyStorePassword",
                "AUTHORIZATION",
                "PRIVATE_KEY_PEM",
                "SSH_KEY",
                "spring.datasource.password",
                "CREDENTIALS",
                "SENTRY_DSN",
                "encryption.keys"
            })
    void secretNames(String name) {
        assertThat(Secrets.masked(name, "geheim")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "PWD",
                "OLDPWD",
                "KEYBOARD",
                "java.home",
                "MONKEY",
                "AUTHOR",
                "XDG_SESSION_ID",
                "user.name"
            })
    void plainNames(String name) {
        assertThat(Secrets.masked(name, "offen")).isEqualTo("offen");
    }

    @Test
    void urlsKeepEverythingButUserAndPassword() {
        assertThat(Secrets.masked("URL", "jdbc:postgresql://ann:ge@heim@db:5432/shop?x=1"))
                .isEqualTo("jdbc:postgresql://***@db:5432/shop?x=1");
        assertThat(Secrets.masked("see http://host/a@b and https://u:p@h/"))
                .isEqualTo("see http://host/a@b and https://***@h/");
    }

    @Test
    void valuesThatLookLikeSecrets() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        assertThat(Secrets.masked("X", "a " + token + " b")).isEqualTo("a *** b");
        assertThat(Secrets.masked("X", "AKIAIOSFODNN7EXAMPLE")).isEqualTo("***");
        assertThat(Secrets.masked("X", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"))
                .isEqualTo("***\n");
        assertThat(Secrets.masked("login failed: password=geheim; user=ann"))
                .isEqualTo("login failed: password=***; user=ann");
        assertThat(Secrets.masked("Authorization: Bearer abc.def")).isEqualTo("Authorization: ***");
        assertThat(Secrets.masked("{\"token\":\"geheim\",\"n\":1}")).isEqualTo("{\"token\":\"***\",\"n\":1}");
    }

    @Test
    void plainTextsStay() {
        String text = "Index 5 out of bounds for length 3: a=b, com.acme.Shop$Item@1f";
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }

    @Test
    void commandLines() {
        List<String> line = List.of(
                "java",
                "-Ddb.password=geheim",
                "-cp",
                "a:b",
                "Main",
                "--token",
                "geheim",
                "--api-key=geheim",
                "--verbose",
                "--url=https://u:geheim@h/x");

        assertThat(Secrets.maskedArguments(line))
                .containsExactly(
                        "java",
                        "-Ddb.password=***",
                        "-cp",
                        "a:b",
                        "Main",
                        "--token",
                        "***",
                        "--api-key=***",
                        "--verbose",
                        "--url=https://***@h/x");
    }

    /** The numbers are those that card issuers publish for tests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "5555-5555-5555-4444",
                "2223003122003222",
                "378282246310005",
                "6011111111111117",
                "30569309025904",
                "4222222222222"
            })
    void numbersOfPaymentCards(String number) {
        assertThat(Secrets.masked("card " + number + ", ok")).isEqualTo("card ***, ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "1732190400123",
                "0000000000000000",
                "x4111111111111111",
                "4111111111111111.5"
            })
    void otherNumbersStay(String number) {
        assertThat(Secrets.masked("number " + number + ", ok")).isEqualTo("number " + number + ", ok");
    }
}
