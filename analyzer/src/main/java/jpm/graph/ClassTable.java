package jpm.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofFile;
import jpm.hprof.LoadedClass;
import jpm.hprof.SymbolTable;
import org.jspecify.annotations.Nullable;

/** The classes of a dump: those that were loaded, in their order, and those that are only dumped. */
public final class ClassTable {
    private final SymbolTable symbols;
    private final int idBytes;
    private final List<DumpedClass> classes = new ArrayList<>();
    private final Map<Long, DumpedClass> byId = new HashMap<>();

    /** A CLASS_DUMP record and where it is. */
    public record Record(long id, long recordAt, ClassDump dump) {}

    public ClassTable(HprofFile file, Iterable<Record> records) {
        this.symbols = file.symbols();
        this.idBytes = file.header().idBytes();
        Map<Long, Record> dumped = new HashMap<>();
        records.forEach(r -> dumped.put(r.id(), r));
        for (LoadedClass loaded : file.loadedClasses()) {
            if (!byId.containsKey(loaded.id())) {
                String name = ClassNames.fromInternal(symbols.text(loaded.nameId()));
                add(loaded.id(), name, dumped.remove(loaded.id()));
            }
        }
        dumped.values().stream()
                .filter(r -> !byId.containsKey(r.id()))
                .sorted(Comparator.comparingLong(Record::id))
                .forEach(r -> add(r.id(), unknownName(r.id()), r));
    }

    private void add(long id, String name, @Nullable Record found) {
        long recordAt = found == null ? -1 : found.recordAt();
        ClassDump dump = found == null ? ClassDump.unknown() : found.dump();
        DumpedClass added = new DumpedClass(id, recordAt, name, dump, classes.size());
        classes.add(added);
        byId.put(id, added);
    }

    public static String unknownName(long id) {
        return "(unknown class 0x" + Long.toHexString(id) + ")";
    }

    public List<DumpedClass> classes() {
        return Collections.unmodifiableList(classes);
    }

    public @Nullable DumpedClass find(long id) {
        return byId.get(id);
    }

    /** The first class of that name, or null. */
    public @Nullable DumpedClass findNamed(String name) {
        for (DumpedClass c : classes) {
            if (c.name().equals(name)) {
                return c;
            }
        }
        return null;
    }

    /** A class and its superclasses, most derived first. */
    public List<DumpedClass> lineage(DumpedClass of) {
        Set<DumpedClass> lineage = new LinkedHashSet<>();
        DumpedClass at = of;
        while (at != null && lineage.add(at)) {
            at = byId.get(at.dump().superId());
        }
        return List.copyOf(lineage);
    }

    boolean declares(DumpedClass declaring, String fieldName) {
        return declaring.dump().fields().stream()
                .anyMatch(field -> symbols.text(field.nameId()).equals(fieldName));
    }

    int idBytes() {
        return idBytes;
    }

    String symbol(long id) {
        return symbols.text(id);
    }
}
