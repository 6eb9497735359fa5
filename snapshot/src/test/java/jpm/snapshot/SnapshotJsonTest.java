package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.StatusMessage.Reference;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {
    private static final Variable FULL = Variable.ofObject(null, List.of(), Status.ofValue(true, Status.FULL));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Snapshot snapshot = snapshot();

        assertThat(SnapshotJson.read(new ByteArrayInputStream(written(snapshot))))
                .isEqualTo(snapshot);
    }

    @Test
    void namesAndPathsAreCloudDebuggers() throws IOException {
        String json = new String(written(snapshot()), StandardCharsets.US_ASCII);

        assertThat(json)
                .contains("\"function\":\"com.acme.Shop.Item.price\"")
                .contains("\"location\":{\"path\":\"com/acme/Shop.java\",\"line\":17}")
                .contains("{\"name\":\"next\",\"type\":\"com.acme.Shop$Item\",\"varTableIndex\":1}")
                .contains("\"isFinalState\":true");
    }

    @Test
    void otherAgentsSnapshotsAreRead() throws IOException {
        String json = "{\"id\":\"b-1\",\"action\":\"CAPTURE\",\"unknown\":[{\"x\":1}],"
                + "\"stackFrames\":[{\"function\":\"Demo.work\",\"location\":{\"path\":\"Demo.java\",\"line\":3}}]}";

        Frame frame = SnapshotJson.read(bytes(json)).frames().get(0);

        assertThat(frame.className()).isEqualTo("Demo");
        assertThat(frame.method()).isEqualTo("work");
        assertThat(frame.file()).isEqualTo("Demo.java");
        assertThat(frame.line()).isEqualTo(3);
    }

    /** The schema is Google's; its parser refuses every member that it does not know. */
    @Test
    void strictReadersOfTheResourceTakeIt() throws IOException {
        Breakpoint.Builder resource = Breakpoint.newBuilder();

        JsonFormat.parser().merge(new String(written(snapshot()), StandardCharsets.US_ASCII), resource);

        assertThat(resource.getIsFinalState()).isTrue();
        assertThat(resource.getFinalTime().getSeconds()).isEqualTo(1795258143);
        assertThat(resource.getStackFrames(0).getLocation().getLine()).isEqualTo(17);
        assertThat(resource.getStackFrames(0).getArguments(0).getVarTableIndex().getValue())
                .isEqualTo(1);
        assertThat(resource.getVariableTable(0).getStatus().getRefersTo()).isEqualTo(Reference.VARIABLE_VALUE);
    }

    @Test
    void someoneElsesLabelOfTheSameNameTellsNothing() throws IOException {
        for (String label : List.of("", "1", "[]", "{'frames':{'7':{}}}", "{'frames':3}", "{'frames'")) {
            String json = "{\"id\":\"b-1\",\"labels\":{\"jpm\":\"" + label.replace("'", "\\\"")
                    + "\"},\"stackFrames\":[{\"function\":\"A.b\"}]}";

            assertThat(SnapshotJson.read(bytes(json)).frames().get(0).className())
                    .isEqualTo("A");
        }
    }

    @Test
    void damagedSnapshotsEndInAnIoException() throws IOException {
        String json = new String(written(snapshot()), StandardCharsets.US_ASCII);
        for (int length = 0; length < json.length() - 1; length++) {
            String cut = json.substring(0, length);
            assertThatThrownBy(() -> SnapshotJson.read(bytes(cut))).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> SnapshotJson.read(bytes("[]"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SnapshotJson.read(bytes("{\"stackFrames\":1}")))
                .isInstanceOf(IOException.class);
    }

    private static Snapshot snapshot() {
        Variable next = Variable.ofReference("next", "com.acme.Shop$Item", 1);
        Variable cut = new Variable(
                "s",
                "String",
                "\"\ud83d lone \u0000 ...\"",
                List.of(),
                null,
                Status.ofValue(false, Status.CUT_STRING, "4711"),
                null,
                List.of());
        Variable item =
                Variable.ofObject("com.acme.Shop$Item", List.of(next), null).withSuperclasses(List.of("com.acme.Ware"));
        Frame frame = new Frame(
                "com.acme.Shop$Item",
                "price",
                "(I)I",
                "Shop.java",
                17,
                List.of(Variable.ofReference("this", "com.acme.Shop$Item", 1)),
                List.of(cut, Variable.ofValue("n", "int", "-1"), Variable.unavailable("gone", "it is gone")),
                null,
                3);
        return new Snapshot(
                "20261121T104903Z-4242-9f3a1c",
                "2026-11-21T10:49:03.123Z",
                List.of(frame),
                List.of(Variable.ofValue(Snapshot.EXCEPTION, null, "null")),
                List.of(FULL, item),
                Map.of("reason", "uncaught"));
    }

    private static byte[] written(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotJson.write(snapshot, out);
        return out.toByteArray();
    }

    private static ByteArrayInputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
