package jpm.service.client;

import java.io.ByteArrayOutputStream;
import java.util.List;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;

/**
 * A Sentry envelope: lines of headers in JSON, each followed by what it describes.
 *
 * @param header of the whole
 */
record Envelope(JsonObject header, List<Item> items) {
    private static final byte[] LINE_END = {'\n'};

    /** A part of an envelope; its length is put into its header. */
    record Item(JsonObject header, JsonObject content) {}

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(JsonText.bytes(header));
        for (Item item : items) {
            byte[] content = JsonText.bytes(item.content());
            out.writeBytes(LINE_END);
            out.writeBytes(JsonText.bytes(item.header().with("length", (long) content.length)));
            out.writeBytes(LINE_END);
            out.writeBytes(content);
        }
        out.writeBytes(LINE_END);
        return out.toByteArray();
    }
}
