package jpm.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.value.LogicalViews.Layout;
import jpm.value.ObjectModel.Field;
import jpm.value.View.Form;

/** Objects that are shown as fields or by a name: records, enums, exceptions, threads, classes, and all that is not known. */
final class ObjectLayouts {
    private static final String ENUM = "java.lang.Enum";
    private static final int MAX_BUILDER_CHARS = 1 << 16;

    private ObjectLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        layouts.put(ENUM, ObjectLayouts::enumConstant);
        layouts.put("java.lang.Record", ObjectLayouts::record);
        layouts.put("java.lang.Throwable", ObjectLayouts::throwable);
        layouts.put("java.lang.Thread", ObjectLayouts::thread);
        layouts.put("java.lang.Class", ObjectLayouts::classObject);
        layouts.put("java.lang.AbstractStringBuilder", ObjectLayouts::stringBuilder);
        layouts.put("java.lang.Object", ObjectLayouts::plain);
    }

    /** {@code Item@1f {name="x"}}. */
    static View plain(LogicalViews views, long id) {
        return new View.Fields(
                LogicalViews.simpleName(views.model().className(id)) + "@" + Long.toHexString(id),
                Form.OBJECT,
                views.model().fields(id));
    }

    private static View enumConstant(LogicalViews views, long id) {
        List<String> lineage = views.model().classNames(id);
        String declaring = lineage.get(Math.max(0, lineage.indexOf(ENUM) - 1));
        return new View.Text(LogicalViews.simpleName(declaring) + "." + views.in.declaredText(id, ENUM, "name"));
    }

    private static View record(LogicalViews views, long id) {
        return new View.Fields(
                LogicalViews.simpleName(views.model().className(id)),
                Form.RECORD,
                views.model().fields(id));
    }

    private static View throwable(LogicalViews views, long id) {
        String message = views.in.text(id, "detailMessage");
        String head = views.model().className(id) + (message == null ? "" : ": " + message);
        return new View.Fields(head, Form.SUMMARY, ownFields(views, id));
    }

    /** The fields that the application's own classes add. */
    private static List<Field> ownFields(LogicalViews views, long id) {
        List<Field> own = new ArrayList<>();
        for (Field field : views.model().fields(id)) {
            if (!field.declaringClass().startsWith("java.")) {
                own.add(field);
            }
        }
        return own;
    }

    private static View thread(LogicalViews views, long id) {
        String name = views.in.text(id, "name");
        return new View.Text(LogicalViews.simpleName(views.model().className(id))
                + "[#"
                + views.in.number(id, "tid")
                + (name == null ? "" : " " + name)
                + "]");
    }

    private static View classObject(LogicalViews views, long id) {
        return new View.Text(FieldReader.require(views.model().representedClass(id), "class") + ".class");
    }

    private static View stringBuilder(LogicalViews views, long id) {
        FieldReader in = views.in;
        long bytes = in.id(id, "value");
        boolean wide = in.integer(id, "coder") != 0;
        int length = in.size(id, "count");
        if ((long) length * (wide ? 2 : 1) > in.length(bytes)) {
            throw new UnknownLayoutException("count exceeds the bytes");
        }
        int shown = Math.min(length, MAX_BUILDER_CHARS);
        StringBuilder text = new StringBuilder(shown);
        for (int i = 0; i < shown; i++) {
            text.append((char) (wide ? wideChar(in, bytes, i) : octet(in, bytes, i)));
        }
        return new View.Alias(new Value.Text(text.toString()));
    }

    /** In the byte order of the dumped machine, which is taken to be little endian as all that HotSpot commonly runs on are. */
    private static int wideChar(FieldReader in, long bytes, int index) {
        return octet(in, bytes, 2 * index) | octet(in, bytes, 2 * index + 1) << 8;
    }

    private static int octet(FieldReader in, long bytes, int index) {
        return (int) in.number(in.element(bytes, index)) & 0xFF;
    }
}
