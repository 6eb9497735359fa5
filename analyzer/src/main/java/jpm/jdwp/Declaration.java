package jpm.jdwp;

import java.util.List;
import jpm.classfile.ClassFile;
import org.jspecify.annotations.Nullable;

/**
 * What a class declares.
 *
 * @param classFile the class's file, or null where none was found that fits what the dump says of the class: then everything comes from the
 *     dump, and is as much as the dump tells
 * @param modifiers the access flags
 * @param interfaces those of the declared ones that the dump has
 * @param sourceFile or null
 */
record Declaration(
        @Nullable ClassFile classFile,
        int modifiers,
        List<FieldMirror> fields,
        List<MethodMirror> methods,
        List<ClassMirror> interfaces,
        @Nullable String sourceFile) {}
