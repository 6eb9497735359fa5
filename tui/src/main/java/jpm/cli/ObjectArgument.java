package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapObject;
import jpm.io.JpmException;

/** Objects that a command line names: one by its address in hexadecimal digits with 0x, or a class by its name. */
final class ObjectArgument {
    /** How a command's usage writes it. */
    static final String USAGE = "OBJECT|CLASS";

    private ObjectArgument() {}

    static boolean isAddress(String word) {
        return word.startsWith("0x") || word.startsWith("0X");
    }

    /** The object at an address. */
    static HeapObject object(String word, Heap heap) {
        if (!isAddress(word)) {
            throw new UsageException(
                    "cannot take " + Plain.line(word, 100) + " for an object: it is no address",
                    "0x7f001234, as jpm dominators prints it");
        }
        try {
            return heap.object(Long.parseUnsignedLong(word.substring(2), 16));
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "cannot take " + Plain.line(word, 100) + " for an object: it is no address", "0x7f001234");
        }
    }

    /** All classes of a name. */
    static List<HeapClass> classes(String word, Heap heap) {
        List<HeapClass> found = heap.findClasses(word);
        if (!found.isEmpty()) {
            return found;
        }
        List<String> names = heap.classes().stream().map(HeapClass::name).toList();
        List<HeapClass> simple = heap.classes().stream()
                .filter(c -> c.name().endsWith("." + word) || c.name().endsWith("$" + word))
                .toList();
        if (simple.stream().map(HeapClass::name).distinct().count() == 1) {
            return simple;
        }
        String nearest =
                simple.isEmpty() ? Nearest.to(word, names) : simple.get(0).name();
        throw new JpmException(
                "no class \"" + Plain.line(word, 200) + "\" in the dump",
                nearest != null
                        ? "Try " + Plain.line(nearest, 200)
                        : isHexadecimal(word) ? "Addresses begin with 0x." : "jpm histogram lists the classes.");
    }

    private static boolean isHexadecimal(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** The objects that all words mean together, by index. */
    static int[] indexes(List<String> words, Heap heap) {
        List<HeapClass> classes = new ArrayList<>();
        IntStream.Builder indexes = IntStream.builder();
        for (String word : words) {
            if (isAddress(word)) {
                indexes.add((int) object(word, heap).index());
            } else {
                classes.addAll(classes(word, heap));
            }
        }
        boolean[] wanted = new boolean[heap.classes().size()];
        classes.forEach(c -> wanted[c.number()] = true);
        IntStream instances = classes.isEmpty()
                ? IntStream.empty()
                : IntStream.range(0, (int) heap.objectCount())
                        .filter(i -> heap.graph().classNumber(i) >= 0
                                && wanted[heap.graph().classNumber(i)]);
        return IntStream.concat(indexes.build(), instances).distinct().toArray();
    }
}
