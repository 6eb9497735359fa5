package jpm.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;
import org.jspecify.annotations.Nullable;

/**
 * What a Cloud Debugger resource has no place for, as the text of one of its labels: JSON of what the frames are besides, by their
 * index, and of the superclasses of each class.
 *
 * <p>A label passes through every server and strict reader.
 */
final class SnapshotExtension {
    /** The label's name. */
    static final String LABEL = "jpm";

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private SnapshotExtension() {}

    /** The text for a snapshot; null when the resource tells everything. */
    static @Nullable String of(Snapshot snapshot) throws IOException {
        Map<String, List<String>> superclasses = superclasses(snapshot.variableTable());
        boolean isPlain = superclasses.isEmpty() && snapshot.frames().stream().allMatch(SnapshotExtension::isPlain);
        if (isPlain) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            frames(snapshot.frames(), json);
            superclasses(superclasses, json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Map<String, List<String>> superclasses(List<Variable> table) {
        Map<String, List<String>> superclasses = new LinkedHashMap<>();
        for (Variable object : table) {
            if (object.type() != null && !object.superclasses().isEmpty()) {
                superclasses.put(object.type(), object.superclasses());
            }
        }
        return superclasses;
    }

    private static boolean isPlain(Frame frame) {
        return frame.className().indexOf('$') < 0
                && frame.descriptor() == null
                && frame.whyNoVariables() == null
                && frame.omittedBefore() == 0;
    }

    private static void frames(List<Frame> frames, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("frames");
        for (int i = 0; i < frames.size(); i++) {
            if (!isPlain(frames.get(i))) {
                json.writeObjectFieldStart(Integer.toString(i));
                frame(frames.get(i), json);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void frame(Frame frame, JsonGenerator json) throws IOException {
        if (frame.className().indexOf('$') >= 0) {
            json.writeStringField("class", frame.className());
        }
        if (frame.descriptor() != null) {
            json.writeStringField("descriptor", frame.descriptor());
        }
        if (frame.whyNoVariables() != null) {
            json.writeStringField("whyNoVariables", frame.whyNoVariables());
        }
        if (frame.omittedBefore() > 0) {
            json.writeNumberField("omittedBefore", frame.omittedBefore());
        }
    }

    private static void superclasses(Map<String, List<String>> superclasses, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("superclasses");
        for (Map.Entry<String, List<String>> each : superclasses.entrySet()) {
            json.writeArrayFieldStart(each.getKey());
            for (String name : each.getValue()) {
                json.writeString(name);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** The snapshot with what the label tells besides; one that is no such text tells nothing. */
    static Snapshot apply(String label, Snapshot plain) {
        try (JsonParser json = JSON.createParser(label)) {
            return new Reader(json).applied(plain);
        } catch (IOException someoneElsesLabel) {
            return plain;
        }
    }

    private static final class Reader {
        private final JsonParser json;
        private final Map<String, Frame> frames = new HashMap<>();
        private final Map<String, List<String>> superclasses = new HashMap<>();

        Reader(JsonParser json) {
            this.json = json;
        }

        Snapshot applied(Snapshot plain) throws IOException {
            json.nextToken();
            members(section -> {
                switch (section) {
                    case "frames" -> members(index -> frames.put(index, frame(plain.frames(), index)));
                    case "superclasses" -> members(type -> superclasses.put(type, names()));
                    default -> json.skipChildren();
                }
            });
            return new Snapshot(
                    plain.id(),
                    plain.time(),
                    frames(plain.frames()),
                    plain.expressions(),
                    plain.variableTable().stream().map(this::object).toList(),
                    plain.labels());
        }

        private List<Frame> frames(List<Frame> plain) {
            List<Frame> applied = new ArrayList<>(plain);
            for (int i = 0; i < applied.size(); i++) {
                applied.set(i, frames.getOrDefault(Integer.toString(i), applied.get(i)));
            }
            return applied;
        }

        private Variable object(Variable plain) {
            List<String> names = plain.type() == null ? null : superclasses.get(plain.type());
            return names == null ? plain : plain.withSuperclasses(names);
        }

        private Frame frame(List<Frame> plain, String index) throws IOException {
            Map<String, String> texts = new HashMap<>();
            members(name -> texts.put(name, json.getValueAsString("")));
            Frame frame = plain.get(position(index, plain.size()));
            return frame.with(
                    texts.getOrDefault("class", frame.className()),
                    texts.get("descriptor"),
                    texts.get("whyNoVariables"),
                    position(texts.getOrDefault("omittedBefore", "0"), Integer.MAX_VALUE));
        }

        private static int position(String digits, int end) throws IOException {
            try {
                int position = Integer.parseInt(digits);
                if (position >= 0 && position < end) {
                    return position;
                }
            } catch (NumberFormatException noNumber) {
                // said below
            }
            throw new IOException("no position: " + digits);
        }

        private List<String> names() throws IOException {
            List<String> names = new ArrayList<>();
            if (json.currentToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    names.add(json.getText());
                }
            }
            return names;
        }

        private interface Member {
            void take(String name) throws IOException;
        }

        private void members(Member member) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                member.take(name);
            }
        }
    }
}
