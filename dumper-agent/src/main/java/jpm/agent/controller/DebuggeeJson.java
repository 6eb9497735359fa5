package jpm.agent.controller;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import jpm.agent.Sha256;
import jpm.agent.remote.JsonTree;
import jpm.agent.start.AgentSetup;
import org.jspecify.annotations.Nullable;

/**
 * The program as the service knows it. Equal programs give equal descriptions, so that all processes of one version are one debuggee: they get the same
 * breakpoints.
 */
final class DebuggeeJson {
    private static final String PROJECT = "jpm";
    private static final int MAX_CONTEXT_BYTES = 64 * 1024;
    private static final List<String> CONTEXTS = List.of(
            "source-context.json",
            "WEB-INF/classes/source-context.json",
            "META-INF/classes/source-context.json",
            "BOOT-INF/classes/source-context.json");

    private final AgentSetup setup;
    private final String blocklistSource;

    DebuggeeJson(AgentSetup setup, String blocklistSource) {
        this.setup = setup;
        this.blocklistSource = blocklistSource;
    }

    /** The body of the request that registers it. */
    byte[] request() throws IOException {
        String module = module();
        String version = first(setup.options().remote().version(), "GAE_VERSION", "K_REVISION");
        String context = sourceContext();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
            json.writeStartObject();
            json.writeObjectFieldStart("debuggee");
            json.writeStringField("project", PROJECT);
            json.writeStringField("uniquifier", uniquifier(module, version, context));
            json.writeStringField("description", version == null ? module : module + "-" + version);
            json.writeStringField("agentVersion", "jpm/java/v1");
            json.writeStringField("canaryMode", "CANARY_MODE_ALWAYS_DISABLED");
            json.writeObjectFieldStart("labels");
            json.writeStringField("module", module);
            json.writeStringField("blocklistsource", blocklistSource);
            if (version != null) {
                json.writeStringField("version", version);
            }
            json.writeEndObject();
            if (context != null) {
                json.writeArrayFieldStart("sourceContexts");
                json.writeRawValue(context);
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private String module() {
        String module = first(setup.options().remote().module(), "GAE_SERVICE", "K_SERVICE");
        if (module != null) {
            return module;
        }
        String main = setup.program().displayName();
        return main == null ? "java" : main;
    }

    private static @Nullable String first(@Nullable String option, String... variables) {
        String found = option;
        for (String variable : variables) {
            found = found == null ? System.getenv(variable) : found;
        }
        return found == null || found.isEmpty() ? null : found;
    }

    /** What tells builds of one name apart: the commit where it is known, else the class path. */
    private static String uniquifier(String module, @Nullable String version, @Nullable String context) {
        String text = module + "\n" + version + "\n"
                + (context == null ? System.getProperty("java.class.path", "") : context);
        return Long.toHexString(Sha256.first8Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The commit that the program was built from, as one source context in JSON; null where nothing tells. */
    private static @Nullable String sourceContext() throws IOException {
        for (String path : CONTEXTS) {
            byte[] file = resource(path);
            if (file != null && isObject(file)) {
                return new String(file, StandardCharsets.UTF_8);
            }
        }
        byte[] git = resource("git.properties");
        if (git == null) {
            return null;
        }
        Properties properties = new Properties();
        properties.load(new java.io.ByteArrayInputStream(git));
        String commit = properties.getProperty("git.commit.id", properties.getProperty("git.commit.id.full"));
        return commit == null ? null : gitContext(properties.getProperty("git.remote.origin.url", ""), commit);
    }

    private static String gitContext(String url, String commit) throws IOException {
        java.io.StringWriter text = new java.io.StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("git");
            json.writeStringField("url", url);
            json.writeStringField("revisionId", commit);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static byte @Nullable [] resource(String path) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(path)) {
            return in == null ? null : in.readNBytes(MAX_CONTEXT_BYTES);
        }
    }

    private static boolean isObject(byte[] json) {
        try {
            return !JsonTree.parse(json).members().isEmpty();
        } catch (IOException damaged) {
            return false;
        }
    }
}
