package jpm.k8s;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads and writes manifests. JSON is YAML, too. */
public final class Manifests {
    private static final int MAX_CODE_POINTS = 32 << 20;
    private static final int WIDTH = 120;
    private static final String PLAIN_TEXT = "[A-Za-z/][A-Za-z0-9/._-]*";
    private static final String WORDS_OF_YAML = "(?i)y|n|yes|no|on|off|true|false|null|inf|nan";

    private Manifests() {}

    /** The objects in a stream of documents. Throws {@link JpmException} where it is no YAML, or holds something else. */
    public static List<Map<String, @Nullable Object>> read(String text) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        try {
            for (Object document : reader().loadAll(text)) {
                if (document != null) {
                    objects.add(object(document));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw notYaml((line == 0 ? "" : "line " + line + ": ") + e.getProblem(), e);
        } catch (YAMLException e) {
            throw notYaml(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
        return objects;
    }

    private static JpmException notYaml(String why, Exception cause) {
        return new JpmException(
                "cannot read the manifest: " + why, "render templates first, as with helm template", cause);
    }

    private static Yaml reader() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_CODE_POINTS);
        return new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new WithoutTimes());
    }

    @SuppressWarnings("unchecked") // YAML's keys are checked
    private static Map<String, @Nullable Object> object(Object document) {
        boolean isObject = document instanceof Map<?, ?> map
                && map.get("kind") instanceof String
                && map.keySet().stream().allMatch(String.class::isInstance);
        if (isObject) {
            return (Map<String, @Nullable Object>) document;
        }
        throw new JpmException(
                "cannot read the manifest: a document in it is no Kubernetes object",
                "kubectl get deployment NAME -o yaml prints one");
    }

    /** As a stream of documents. */
    public static String write(List<Map<String, @Nullable Object>> objects) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(0);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        options.setExplicitStart(true);
        options.setDereferenceAliases(true);
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Quoting(options), options)
                .dumpAll(Collections.unmodifiableList(objects).iterator());
    }

    /** Kubernetes has times as texts. */
    private static final class WithoutTimes extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, @Nullable String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    /** Quotes every text that some reader might take for a number, a truth value or a time. */
    private static final class Quoting extends Representer {
        Quoting(DumperOptions options) {
            super(options);
            representers.put(String.class, this::text);
        }

        private Node text(Object value) {
            String text = (String) value;
            boolean isPlain = text.matches(PLAIN_TEXT) && !text.matches(WORDS_OF_YAML);
            boolean isLong = text.contains("\n");
            DumperOptions.ScalarStyle style = isPlain
                    ? DumperOptions.ScalarStyle.PLAIN
                    : isLong ? DumperOptions.ScalarStyle.LITERAL : DumperOptions.ScalarStyle.DOUBLE_QUOTED;
            return representScalar(Tag.STR, text, style);
        }
    }
}
