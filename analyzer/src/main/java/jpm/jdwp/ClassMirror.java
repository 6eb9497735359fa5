package jpm.jdwp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jpm.classfile.ClassFile;
import jpm.classfile.Descriptor;
import jpm.graph.HeapClass;
import org.jspecify.annotations.Nullable;

/** A class, interface or array class of the dead process. What it declares is found when first asked for. */
final class ClassMirror {
    /** The protocol's kinds of types. */
    enum Kind {
        CLASS(1),
        INTERFACE(2),
        ARRAY(3);

        final int tag;

        Kind(int tag) {
            this.tag = tag;
        }
    }

    /** The class object's address, which is also the class's id. */
    final long id;

    /** From 0, in the order in which clients heard of classes. */
    final int number;

    /** As {@link HeapClass#name()}. */
    final String name;

    final String signature;

    /** The defining loader's address, 0 for the boot loader. */
    final long loaderId;

    /** Null for classes that the dump's heap lacks. */
    final @Nullable HeapClass heapClass;

    private final Knowledge knowledge;
    private @Nullable Kind kind;
    private @Nullable List<ClassMirror> lineage;
    private @Nullable Declaration declaration;

    /** What is found out about a class when it is first asked for. */
    interface Knowledge {
        Kind kind(ClassMirror mirror);

        @Nullable
        ClassMirror superclass(ClassMirror mirror);

        Declaration declaration(ClassMirror mirror);
    }

    ClassMirror(long id, int number, String name, long loaderId, @Nullable HeapClass heapClass, Knowledge knowledge) {
        this.id = id;
        this.number = number;
        this.name = name;
        this.signature = Descriptor.ofSourceForm(name);
        this.loaderId = loaderId;
        this.heapClass = heapClass;
        this.knowledge = knowledge;
    }

    boolean isArray() {
        return name.endsWith("[]");
    }

    Kind kind() {
        Kind known = kind;
        if (known == null) {
            known = isArray() ? Kind.ARRAY : knowledge.kind(this);
            kind = known;
        }
        return known;
    }

    boolean isInterface() {
        return kind() == Kind.INTERFACE;
    }

    /** The first character of the descriptors of an array's elements. */
    char elementTag() {
        return signature.charAt(1);
    }

    /** As the class file has it, null without one or where it has none. */
    @Nullable
    String genericSignature() {
        ClassFile file = declaration().classFile();
        return file == null ? null : file.signature();
    }

    Declaration declaration() {
        Declaration known = declaration;
        if (known == null) {
            known = knowledge.declaration(this);
            declaration = known;
        }
        return known;
    }

    @Nullable
    ClassMirror superclass() {
        return lineage().size() > 1 ? lineage().get(1) : null;
    }

    /** The class and its superclasses, most derived first. */
    List<ClassMirror> lineage() {
        List<ClassMirror> known = lineage;
        if (known == null) {
            Set<ClassMirror> found = new LinkedHashSet<>();
            ClassMirror at = this;
            while (at != null && found.add(at)) {
                at = knowledge.superclass(at);
            }
            known = new ArrayList<>(found);
            lineage = known;
        }
        return known;
    }

    /** Whether it is the class of that name or extends it. */
    boolean isA(String className) {
        return lineage().stream().anyMatch(c -> c.name.equals(className));
    }

    /** The id of the class's member of that place in its list of fields or methods. */
    long memberId(int index) {
        return (number + 1L) << Short.SIZE | index + 1;
    }
}
