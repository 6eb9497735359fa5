package jpm.expr;

import java.util.List;
import java.util.stream.Collectors;
import jpm.value.ObjectModel;
import jpm.value.Value;
import jpm.value.View;

/** Fields of the objects of a dump. */
final class Fields {
    private static final int MAX_NAMED = 20;

    private final Evaluator evaluator;
    private final ObjectModel model;

    Fields(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.model = evaluator.scope().model();
    }

    /** A field of an object, or the length of an array. */
    Value of(Value target, String name) {
        if (target instanceof Value.Null) {
            throw new EvaluationException("java.lang.NullPointerException: null has no field " + name);
        } else if (target instanceof Value.Made made && made.className().endsWith("[]") && name.equals("length")) {
            return Arithmetic.ofInt(((View.Elements) made.view()).size());
        } else if (target instanceof Value.Unavailable unavailable) {
            throw new EvaluationException("its owner is not available: " + unavailable.why());
        } else if (!(target instanceof Value.Reference reference)) {
            throw new EvaluationException(evaluator.shown(target) + " has no field " + name);
        } else if (model.isArray(reference.id()) && name.equals("length")) {
            return Arithmetic.ofInt(model.arrayLength(reference.id()));
        } else {
            return objectField(reference.id(), name);
        }
    }

    /** A field that a class declares, which a subclass may have another of the same name of. */
    Value of(Value target, String declaringClass, String name) {
        if (target instanceof Value.Reference reference) {
            for (ObjectModel.Field field : model.fields(reference.id())) {
                if (field.name().equals(name) && field.declaringClass().equals(declaringClass)) {
                    return field.value();
                }
            }
        }
        return of(target, name);
    }

    private Value objectField(long id, String name) {
        Value value = model.field(id, name);
        if (value != null) {
            return value;
        }
        for (String className : model.classNames(id)) {
            Value constant = model.staticField(className, name);
            if (constant != null) {
                return constant;
            }
        }
        throw new EvaluationException(
                "no field " + name + " in " + model.className(id) + listed("; fields: ", model.fields(id)));
    }

    /** Says that a class has no such static field, and which it has. */
    String noStatic(String className, String name) {
        List<ObjectModel.Field> statics = model.statics(className);
        return "no static field " + name + " in " + className
                + (statics == null ? "" : listed("; static fields: ", statics));
    }

    private static String listed(String heading, List<ObjectModel.Field> fields) {
        return fields.isEmpty()
                ? ""
                : heading
                        + fields.stream()
                                .map(ObjectModel.Field::name)
                                .filter(name -> !name.startsWith("<"))
                                .distinct()
                                .limit(MAX_NAMED)
                                .collect(Collectors.joining(", "));
    }
}
