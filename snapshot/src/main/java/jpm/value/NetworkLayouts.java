package jpm.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import jpm.value.LogicalViews.Layout;
import org.jspecify.annotations.Nullable;

/** Names of things: identifiers, addresses, paths, patterns, classes. */
final class NetworkLayouts {
    private static final int MAX_PATH_BYTES = 1 << 16;

    private NetworkLayouts() {}

    @FunctionalInterface
    private interface Text {
        String of(FieldReader in, long id);
    }

    static void addTo(Map<String, Layout> layouts) {
        add(layouts, "java.util.UUID", NetworkLayouts::uuid);
        add(layouts, "java.net.URI", NetworkLayouts::uri);
        add(layouts, "java.net.URL", NetworkLayouts::url);
        add(layouts, "java.net.Inet4Address", NetworkLayouts::inet4);
        add(layouts, "java.net.InetSocketAddress", NetworkLayouts::socketAddress);
        add(layouts, "java.io.File", (in, id) -> in.requiredText(id, "path"));
        add(layouts, "sun.nio.fs.UnixPath", NetworkLayouts::unixPath);
        add(layouts, "sun.nio.fs.WindowsPath", (in, id) -> in.requiredText(id, "path"));
        add(layouts, "java.util.regex.Pattern", (in, id) -> in.requiredText(id, "pattern"));
        add(layouts, "java.util.Locale", NetworkLayouts::locale);
        add(layouts, "java.util.Currency", (in, id) -> in.requiredText(id, "currencyCode"));
        add(layouts, "java.nio.charset.Charset", (in, id) -> in.requiredText(id, "name"));
        add(layouts, "java.lang.reflect.Field", NetworkLayouts::member);
        add(layouts, "java.lang.reflect.Method", NetworkLayouts::member);
    }

    private static void add(Map<String, Layout> layouts, String className, Text text) {
        layouts.put(className, (views, id) -> new View.Text(text.of(views.in, id)));
    }

    private static String uuid(FieldReader in, long id) {
        return new UUID(in.number(id, "mostSigBits"), in.number(id, "leastSigBits")).toString();
    }

    private static String uri(FieldReader in, long id) {
        String whole = in.text(id, "string");
        return whole != null ? whole : uriFromParts(in, id);
    }

    private static String uriFromParts(FieldReader in, long id) {
        String host = in.text(id, "host");
        String authority = in.text(id, "authority");
        String opaque = in.text(id, "schemeSpecificPart");
        StringBuilder text = new StringBuilder(part("", in.text(id, "scheme"), ":"));
        if (authority != null) {
            text.append(part("//", authority, ""));
        } else if (host != null) {
            int port = in.integer(id, "port");
            text.append(part("//", part("", in.text(id, "userInfo"), "@") + host, port < 0 ? "" : ":" + port));
        } else if (in.text(id, "path") == null) {
            text.append(part("", opaque, ""));
        }
        return text.append(part("", in.text(id, "path"), ""))
                .append(part("?", in.text(id, "query"), ""))
                .append(part("#", in.text(id, "fragment"), ""))
                .toString();
    }

    private static String url(FieldReader in, long id) {
        return part("", in.text(id, "protocol"), ":")
                + part("//", in.text(id, "authority"), "")
                + part("", in.text(id, "file"), "")
                + part("#", in.text(id, "ref"), "");
    }

    private static String part(String before, @Nullable String text, String after) {
        return text == null || text.isEmpty() ? "" : before + text + after;
    }

    private static String inet4(FieldReader in, long id) {
        String host = in.text(id, "holder", "hostName");
        int address = in.integer(id, "holder", "address");
        return (host == null ? "" : host)
                + "/"
                + ((address >> 24) & 255)
                + "."
                + ((address >> 16) & 255)
                + "."
                + ((address >> 8) & 255)
                + "."
                + (address & 255);
    }

    private static String socketAddress(FieldReader in, long id) {
        long holder = in.id(id, "holder");
        int port = in.integer(holder, "port");
        Long address = in.idOrNull(holder, "addr");
        return address == null
                ? in.text(holder, "hostname") + "/<unresolved>:" + port
                : inet4(in, address) + ":" + port;
    }

    private static String unixPath(FieldReader in, long id) {
        long bytes = in.id(id, "path");
        int length = Math.min(in.length(bytes), MAX_PATH_BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            out.write((int) in.number(in.element(bytes, i)));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String locale(FieldReader in, long id) {
        long base = in.id(id, "baseLocale");
        return part("", in.text(base, "language"), "")
                + part("_", in.text(base, "region"), "")
                + part("_", in.text(base, "variant"), "")
                + part("_#", in.text(base, "script"), "");
    }

    private static String member(FieldReader in, long id) {
        String className = in.model.representedClass(in.id(id, "clazz"));
        return FieldReader.require(className, "class") + "." + in.requiredText(id, "name");
    }
}
