package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.value.Value;
import jpm.verdict.ExceptionRules.Rule;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** Collections that are empty, may not be changed, or changed while they were walked. */
final class CollectionRules {
    private static final List<String> FIXED = List.of(
            "java.util.ImmutableCollections$",
            "java.util.Collections$Unmodifiable",
            "java.util.Collections$Empty",
            "java.util.Collections$Singleton",
            "java.util.Arrays$ArrayList",
            "com.google.common.collect.Immutable",
            "com.google.common.collect.RegularImmutable");

    private CollectionRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("java.util.NoSuchElementException", CollectionRules::noElement);
        rules.put("java.util.EmptyStackException", CollectionRules::noElement);
        rules.put("java.util.ConcurrentModificationException", CollectionRules::modified);
        rules.put("java.lang.UnsupportedOperationException", CollectionRules::unsupported);
    }

    private static @Nullable Explanation noElement(Scene scene) {
        List<Place> empty = scene.places(place -> isEmpty(place.value(), scene));
        String called = scene.calledMethod();
        List<Evidence> evidence = new ArrayList<>();
        if (called != null) {
            evidence.add(Evidence.known("it was thrown in " + called + ", which the frame called"));
        }
        empty.forEach(place -> evidence.add(Evidence.known("the frame holds " + scene.shown(place))));
        if (empty.isEmpty()) {
            return evidence.isEmpty()
                    ? null
                    : Explanation.of(
                            "nothing was there, or an iterator was at its end",
                            evidence,
                            "Ask hasNext or isPresent first, or say what to do without.");
        }
        boolean single = empty.size() == 1;
        evidence.add(Evidence.inferred(
                single
                        ? empty.get(0).path() + " is the only empty one there, so that it is likely what was asked"
                        : "one of these " + empty.size() + " is likely what was asked"));
        return Explanation.of(
                single ? empty.get(0).path() + " is empty, and probably the cause" : "several collections are empty",
                evidence,
                "See who was to fill it, or say what to do when it is empty.");
    }

    private static boolean isEmpty(Value value, Scene scene) {
        return scene.elementCount(value) == 0 && !scene.className(value).endsWith("[]")
                || value instanceof Value.Reference && scene.render(value).matches("Optional\\w*\\.empty");
    }

    private static @Nullable Explanation modified(Scene scene) {
        List<Place> collections = scene.places(place -> scene.elementCount(place.value()) >= 0
                && !scene.className(place.value()).endsWith("[]"));
        if (collections.isEmpty()) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the walk found the collection changed since it began"));
        collections.forEach(place -> evidence.add(Evidence.inferred("it may be " + scene.shown(place))));
        String which = collections.size() == 1 ? collections.get(0).path() + " (probably)" : "a collection";
        return Explanation.of(
                which + " was changed while it was walked",
                evidence,
                "Change it through the iterator, walk a copy, or see which other thread changes it: jpm open, then threads.");
    }

    private static @Nullable Explanation unsupported(Scene scene) {
        List<Place> fixed = scene.places(place -> isFixed(scene.className(place.value())));
        if (fixed.isEmpty() || scene.calledMethod() == null) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("it was thrown in " + scene.calledMethod() + ", which the frame called"));
        fixed.forEach(place -> evidence.add(Evidence.inferred(
                scene.shown(place) + " is a " + scene.className(place.value()) + ", which cannot be changed")));
        String which = fixed.size() == 1 ? fixed.get(0).path() + " (probably)" : "a collection";
        return Explanation.of(which + " cannot be changed", evidence, "Copy it before changing it.");
    }

    private static boolean isFixed(String className) {
        return FIXED.stream().anyMatch(className::startsWith);
    }
}
