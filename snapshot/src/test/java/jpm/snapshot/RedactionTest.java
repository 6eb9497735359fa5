package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final Variable FULL = Variable.ofObject(null, List.of(), Status.ofValue(true, Status.FULL));
    private static final String SECRET = "hunter2";

    @Test
    void secretVariablesStayByNameOnly() throws IOException {
        Snapshot shown = redacted(
                List.of(Variable.ofValue("dbPassword", "String", "\"hunter2\""), Variable.ofValue("n", "int", "3")));

        Variable password = shown.frames().get(0).locals().get(0);
        assertThat(password.value()).isNull();
        assertThat(password.status()).isEqualTo(Status.ofValue(true, "masked"));
        assertThat(shown.frames().get(0).locals().get(1).value()).isEqualTo("3");
    }

    @Test
    void nothingIsSecretAboutNull() throws IOException {
        Snapshot shown = redacted(List.of(Variable.ofValue("password", null, "null")));

        assertThat(shown.frames().get(0).locals().get(0).value()).isEqualTo("null");
    }

    @Test
    void objectsOnlyBehindSecretsAreGoneAndTheOthersKeepTheirReferences() throws IOException {
        Variable secret = Variable.ofObject("char[]", List.of(Variable.ofValue("[0]", "char", SECRET)), null);
        Variable item = Variable.ofObject("Item", List.of(Variable.ofReference("self", "Item", 2)), null);
        Snapshot shown = redacted(
                List.of(Variable.ofReference("password", "char[]", 1), Variable.ofReference("item", "Item", 2)),
                FULL,
                secret,
                item);

        assertThat(shown.variableTable()).hasSize(2);
        assertThat(shown.variableTable().get(0)).isEqualTo(FULL);
        assertThat(shown.frames().get(0).locals().get(1).tableIndex()).isEqualTo(1);
        assertThat(shown.variableTable().get(1).members().get(0).tableIndex()).isEqualTo(1);
    }

    @Test
    void valuesBesideKeysThatNameSecretsAreHidden() throws IOException {
        Variable entry = Variable.ofObject(
                "java.util.HashMap$Node",
                List.of(
                        Variable.ofValue("hash", "int", "1"),
                        Variable.ofValue("value", "String", "\"hunter2\""),
                        Variable.ofValue("key", "String", "\"db.password\"")),
                null);
        Variable table = Variable.ofObject(
                "java.lang.Object[]",
                List.of(
                        Variable.ofValue("length", "int", "2"),
                        Variable.ofValue("[0]", "String", "\"apiToken\""),
                        Variable.ofValue("[1]", "String", "\"hunter2\"")),
                null);
        Variable inlined = Variable.ofObject(
                "java.util.Map", List.of(Variable.ofValue("[\"password\"]", "String", "\"hunter2\"")), null);

        redacted(List.of(ref("a", 1), ref("b", 2), ref("c", 3)), FULL, entry, table, inlined);
    }

    @Test
    void arraysThatSpellSecretsAreHidden() throws IOException {
        Snapshot shown =
                redacted(List.of(ref("a", 1), ref("b", 2)), FULL, bytes("password=hunter2"), bytes("quantity=3"));

        assertThat(shown.variableTable().get(1).members()).isEmpty();
        assertThat(shown.variableTable().get(2).members()).hasSize(11);
    }

    @Test
    void textsAndLabelsAreMaskedInPart() throws IOException {
        Snapshot shown = redacted(List.of(Variable.ofValue("url", "String", "\"jdbc:x://ann:hunter2@db/shop\"")));

        assertThat(shown.frames().get(0).locals().get(0).value()).isEqualTo("\"jdbc:x://***@db/shop\"");
        assertThat(shown.labels()).containsEntry("thread", "login password=***");
    }

    @Test
    void objectsOfHiddenClassesKeepNothingButTheirClass() throws IOException {
        Redaction redaction = new Redaction(PrivacyRules.of(List.of("class com.acme.Card")));
        Variable card = Variable.ofObject("com.acme.Card", List.of(Variable.ofValue("a", "String", SECRET)), null);

        Snapshot shown = redaction.of(snapshot(List.of(ref("o", 1)), FULL, card));

        assertThat(shown.variableTable().get(1).type()).isEqualTo("com.acme.Card");
        assertThat(text(shown)).doesNotContain(SECRET);
        assertThat(redaction.hidden()).isEqualTo(2);
    }

    @Test
    void indexesOutsideTheTableBecomeTheEntryForWhatDidNotFit() throws IOException {
        Snapshot shown = redacted(List.of(ref("a", 7)), FULL);

        assertThat(shown.frames().get(0).locals().get(0).tableIndex()).isEqualTo(Snapshot.BUFFER_FULL);
    }

    private static Variable ref(String name, int index) {
        return Variable.ofReference(name, "java.lang.Object", index);
    }

    private static Variable bytes(String text) {
        List<Variable> members = new ArrayList<>();
        members.add(Variable.ofValue("length", "int", Integer.toString(text.length())));
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            members.add(Variable.ofValue("[" + (members.size() - 1) + "]", "byte", Byte.toString(b)));
        }
        return Variable.ofObject("byte[]", members, null);
    }

    private static Snapshot snapshot(List<Variable> locals, Variable... table) {
        Frame frame = new Frame("Shop", "pay", null, "Shop.java", 1, List.of(), locals, null, 0);
        return new Snapshot(
                "id",
                "2026-11-21T10:49:03Z",
                List.of(frame),
                List.of(),
                Arrays.asList(table),
                Map.of("thread", "login password=hunter2"));
    }

    private static Snapshot redacted(List<Variable> locals, Variable... table) throws IOException {
        Snapshot shown = new Redaction(PrivacyRules.STANDARD).of(snapshot(locals, table));
        assertThat(text(shown)).doesNotContain(SECRET);
        return shown;
    }

    private static String text(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotJson.write(snapshot, out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
