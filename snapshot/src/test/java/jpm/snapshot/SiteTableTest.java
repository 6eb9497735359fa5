package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import jpm.snapshot.SiteTable.LineRange;
import jpm.snapshot.SiteTable.Method;
import jpm.snapshot.SiteTable.Site;
import jpm.snapshot.SiteTable.Variable;
import jpm.snapshot.SiteTable.VariableKind;
import org.junit.jupiter.api.Test;

class SiteTableTest {
    private static final SiteTable TABLE = new SiteTable(
            "com.acme.Shop$Item",
            "Shop.java",
            List.of(new Site(
                    new Method("price", "(I)J", 2),
                    Site.RETHROW,
                    3,
                    40000,
                    List.of(new LineRange(17, 18), new LineRange(21, 21)),
                    List.of(
                            new Variable("this", "Lcom/acme/Shop$Item;", VariableKind.THIS),
                            new Variable("qty", "I", VariableKind.ARGUMENT),
                            new Variable("prüf", "[J", VariableKind.LOCAL)))));

    @Test
    void readsTheDocumentedBytes() throws IOException {
        assertThat(SiteTable.parse(documentedBytes())).isEqualTo(TABLE);
    }

    @Test
    void writesTextAsTheJdkDoes() throws IOException {
        String text = "a\u0000\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(SiteTable.VERSION);
        out.writeUTF(text);
        out.writeUTF("");
        out.write(new byte[6]);

        assertThat(new SiteTable(text, "", List.of()).encode()).isEqualTo(bytes.toByteArray());
    }

    @Test
    void readsWhatItWrites() {
        assertThat(SiteTable.parse(TABLE.encode())).isEqualTo(TABLE);
    }

    @Test
    void refusesEveryCutTable() throws IOException {
        byte[] bytes = documentedBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SiteTable.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        byte[] bytes = documentedBytes();
        bytes[0] = 9;
        assertThatThrownBy(() -> SiteTable.parse(bytes)).hasMessageContaining("version 9");
    }

    @Test
    void findsASiteByItsId() {
        byte[] bytes = TABLE.encode();
        SiteIndex index = new SiteIndex(new int[] {10, 11, 20}, number -> number == 1 ? null : bytes);
        assertThat(index.find(9)).isNull();
        assertThat(index.find(10))
                .isEqualTo(new SiteIndex.Located(TABLE, TABLE.sites().get(0)));
        assertThat(index.find(11)).as("lost table").isNull();
        assertThat(index.find(21)).as("beyond the last table").isNull();
    }

    /** The table's bytes written down by hand from the format's description. */
    private static byte[] documentedBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        out.writeUTF("com.acme.Shop$Item");
        out.writeUTF("Shop.java");
        String[] strings = {"price", "(I)J", "this", "Lcom/acme/Shop$Item;", "qty", "I", "prüf", "[J"};
        out.writeShort(strings.length);
        for (String string : strings) {
            out.writeUTF(string);
        }
        shorts(out, 1, 0, 1, 2);
        shorts(out, 1, 0);
        out.writeByte(2);
        shorts(out, 3, 40000, 2, 17, 18, 21, 21);
        out.writeByte(3);
        int[][] variables = {{2, 3, 2}, {4, 5, 1}, {6, 7, 0}};
        for (int[] variable : variables) {
            shorts(out, variable[0], variable[1]);
            out.writeByte(variable[2]);
        }
        return bytes.toByteArray();
    }

    private static void shorts(DataOutputStream out, int... values) throws IOException {
        for (int value : values) {
            out.writeShort(value);
        }
    }
}
