package jpm.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.classfile.ClassFile;
import jpm.classfile.ClassFiles;
import jpm.classfile.ClassStructure;
import jpm.source.decompile.Decompilation;
import jpm.source.decompile.Decompiler;
import org.jspecify.annotations.Nullable;

/** Makes sources of classes that have none. */
public final class DecompiledSource implements AutoCloseable {
    private static final int MAX_CLASSES = 500;

    private final ClassFiles classFiles;
    private final Decompiler decompiler = new Decompiler();
    private final Map<String, SourceText> texts = new LinkedHashMap<>();

    public DecompiledSource(ClassFiles classFiles) {
        this.classFiles = classFiles;
    }

    /**
     * Decompiles a class, within the class that encloses it where that is found as well.
     *
     * @param lookedIn where sources were looked for in vain
     */
    SourceLookup lookup(String className, List<String> lookedIn) {
        ClassFile file = outermost(className);
        if (file == null) {
            return new SourceLookup(
                    null, with(lookedIn, "no class file of " + className + " to decompile: name one with --classpath"));
        }
        SourceText known = texts.get(file.className());
        if (known != null) {
            return new SourceLookup(known, lookedIn);
        }
        Decompilation made = decompiler.decompile(internal(file.className()), withNested(file));
        if (made.failed()) {
            return new SourceLookup(null, with(lookedIn, file.place() + ": " + made.text()));
        }
        SourceText text = text(file, made);
        texts.put(file.className(), text);
        return new SourceLookup(text, lookedIn);
    }

    private static List<String> with(List<String> lookedIn, String last) {
        List<String> all = new ArrayList<>(lookedIn);
        all.add(last);
        return all;
    }

    private static SourceText text(ClassFile file, Decompilation made) {
        String note = made.rows().isEmpty() ? "compiled without line numbers" : null;
        if (file.changedSince()) {
            note = note == null ? "newer than the dump" : note + ", newer than the dump";
        }
        return SourceText.decompiled(made.text().lines().toList(), origin(file), note, made.rows());
    }

    private static String origin(ClassFile file) {
        Path place = file.place();
        return file.origin() == ClassFile.Origin.DUMP ? "the class file in the dump" : place.toString();
    }

    /** The class file of the class or of the outermost of those around it; null when the class itself has none. */
    private @Nullable ClassFile outermost(String className) {
        ClassFile own = classFiles.find(className);
        if (own == null) {
            return null;
        }
        for (int nested = className.indexOf('$', 1); nested > 0; nested = className.indexOf('$', nested + 1)) {
            ClassFile outer = classFiles.find(className.substring(0, nested));
            if (outer != null && ClassStructure.nestedClasses(outer).contains(className)) {
                return outer;
            }
        }
        return own;
    }

    private Map<String, byte[]> withNested(ClassFile outer) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        List<ClassFile> open = new ArrayList<>(List.of(outer));
        for (int i = 0; i < open.size() && i < MAX_CLASSES; i++) {
            ClassFile file = open.get(i);
            classes.put(internal(file.className()), file.bytes());
            for (String name : ClassStructure.nestedClasses(file)) {
                ClassFile nested = name.startsWith(outer.className() + "$") && !classes.containsKey(internal(name))
                        ? classFiles.find(name)
                        : null;
                if (nested != null && !open.contains(nested)) {
                    open.add(nested);
                }
            }
        }
        return classes;
    }

    private static String internal(String className) {
        return className.replace('.', '/');
    }

    @Override
    public void close() {
        decompiler.close();
    }
}
