package jpm.expr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import jpm.testdata.expressions.Sample;
import jpm.value.ObjectModel;
import jpm.value.ReflectiveModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A method of {@link Sample} without variables. */
record SampleScope(ReflectiveModel reflective, Sample sample) implements Scope {
    @Override
    public ObjectModel model() {
        return reflective;
    }

    @Override
    public @Nullable Value variable(String name) {
        return name.equals("this") ? reflective.value(sample) : null;
    }

    @Override
    public List<String> variableNames() {
        return List.of("this");
    }

    @Override
    public String className() {
        return Sample.class.getName();
    }

    @Override
    public List<String> classesNamed(String simpleName) {
        return List.of();
    }

    @Override
    public byte @Nullable [] classFile(String className) {
        String path = className.replace('.', '/') + ".class";
        try (InputStream in = Sample.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
