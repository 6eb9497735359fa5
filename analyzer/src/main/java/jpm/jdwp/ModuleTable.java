package jpm.jdwp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** The modules of the boot layer and the unnamed ones of the loaders. Where the dump tells of none, all classes are in one without a name. */
final class ModuleTable {
    private static final int MAX_PARTS = 100_000;
    private static final int MAX_NAME_CHARS = 1000;

    private final DeadVm vm;
    private final ObjectModel model;
    private final LogicalViews views;
    /** By the module's id its name; in the order of the dump. */
    private final Map<Long, String> named = new LinkedHashMap<>();

    private final Map<Long, Long> loaderOfUnnamed = new LinkedHashMap<>();
    private final Map<String, Long> moduleOfPackage = new HashMap<>();
    private boolean isRead;

    ModuleTable(DeadVm vm) {
        this.vm = vm;
        this.model = vm.process.model();
        this.views = new LogicalViews(model);
    }

    private void read() {
        if (isRead) {
            return;
        }
        isRead = true;
        Value layer = staticField("java.lang.System", "bootLayer");
        for (Value module : valuesOf(field(layer, "nameToModule"))) {
            if (module instanceof Value.Reference reference) {
                addNamed(reference.id());
            }
        }
        for (ClassMirror mirror : List.copyOf(vm.classes.all())) {
            if (!mirror.isArray()) {
                loaderOfUnnamed.putIfAbsent(unnamedOf(mirror.loaderId), mirror.loaderId);
            }
        }
    }

    private void addNamed(long module) {
        Value name = field(new Value.Reference(module), "name");
        named.put(module, name instanceof Value.Reference text ? text(text.id()) : "");
        Value packages = field(field(new Value.Reference(module), "descriptor"), "packages");
        for (Value each : valuesOf(packages)) {
            if (each instanceof Value.Reference text) {
                moduleOfPackage.putIfAbsent(text(text.id()), module);
            }
        }
    }

    private String text(long id) {
        String text = model.string(id, MAX_NAME_CHARS);
        return text == null ? "" : text;
    }

    /** A map's values, a set's elements. */
    private List<Value> valuesOf(Value collection) {
        View view = views.viewOf(collection);
        if (view instanceof View.Entries entries) {
            List<Value> values = new ArrayList<>();
            LogicalViews.part(entries.source(), 0, MAX_PARTS).forEach(pair -> values.add(pair.value()));
            return values;
        }
        return view instanceof View.Elements elements ? LogicalViews.part(elements.source(), 0, MAX_PARTS) : List.of();
    }

    private Value staticField(String className, String name) {
        Value value = model.staticField(className, name);
        return value == null ? Value.NULL : value;
    }

    private Value field(Value object, String name) {
        Value value = object instanceof Value.Reference reference ? model.field(reference.id(), name) : null;
        return value == null ? Value.NULL : value;
    }

    private long unnamedOf(long loader) {
        Value module = loader == 0
                ? staticField("jdk.internal.loader.BootLoader", "UNNAMED_MODULE")
                : field(new Value.Reference(loader), "unnamedModule");
        return module instanceof Value.Reference reference
                ? reference.id()
                : vm.invented.id(new InventedObjects.Named("java.lang.Module", ""));
    }

    /** The ids of all modules. */
    List<Long> all() {
        read();
        List<Long> all = new ArrayList<>(named.keySet());
        all.addAll(loaderOfUnnamed.keySet());
        return all;
    }

    /** The module of a class. */
    long of(ClassMirror mirror) {
        read();
        String element = mirror.name.replace("[]", "");
        int packageEnd = element.lastIndexOf('.');
        String packageName = packageEnd < 0 ? "java.lang" : element.substring(0, packageEnd);
        boolean isInNoPackage = packageEnd < 0 && !mirror.isArray();
        Long module = isInNoPackage ? null : moduleOfPackage.get(packageName);
        boolean isDefinedElsewhere = module != null && loaderOf(module) != mirror.loaderId && !mirror.isArray();
        return module == null || isDefinedElsewhere ? unnamedOf(mirror.loaderId) : module;
    }

    private void require(long module) {
        read();
        if (!named.containsKey(module) && !loaderOfUnnamed.containsKey(module)) {
            throw new CommandFailure(ErrorCode.INVALID_MODULE);
        }
    }

    /** The module's name, null for unnamed ones. */
    @Nullable
    String name(long module) {
        require(module);
        return named.get(module);
    }

    /** The module's loader, 0 for the boot loader. */
    long loaderOf(long module) {
        require(module);
        if (!named.containsKey(module)) {
            return loaderOfUnnamed.getOrDefault(module, 0L);
        }
        return field(new Value.Reference(module), "loader") instanceof Value.Reference loader ? loader.id() : 0;
    }
}
