package jpm.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jpm.agent.LiveCapture;

/** Has the program dumped as it runs, and tells the client what became of it. */
final class CaptureRequest {
    static final String COMMAND = "capture";

    private final LiveCapture capture;

    CaptureRequest(LiveCapture capture) {
        this.capture = capture;
    }

    /** Writes the fields of the reply when the dump is whole; {@link IllegalArgumentException} where there can be none. */
    void run(ControlRequest request, JsonGenerator reply) throws IOException {
        Path folder;
        try {
            folder = capture.write(LiveCapture.Level.named(request.text("level")));
        } catch (IOException e) {
            throw new IllegalArgumentException("no dump can be written: " + e.getMessage(), e);
        }
        reply.writeStringField("dump", String.valueOf(folder.getFileName()));
        reply.writeStringField("store", String.valueOf(folder.getParent()));
        reply.writeFieldName("end");
        reply.writeRawValue(Files.readString(folder.resolve("end.json")));
    }
}
