package jpm.testdata.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one case of a program said, read back from its output. */
public final class Spoken {
    /** A variable as the program saw it. */
    public record Variable(String name, String type, String canonical) {}

    /** A frame as the program saw it; the line is where it spoke. */
    public record Frame(String className, String method, int line, Map<String, Variable> variables) {}

    private final TreeMap<Long, Frame> byDepth = new TreeMap<>();

    private Spoken() {}

    /** The frames that a thread's lines tell of, innermost first; lines of other kinds are passed over. */
    public static List<Frame> frames(List<String> lines, String threadId) {
        Spoken spoken = new Spoken();
        lines.stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length > 2 && fields[1].equals(threadId))
                .forEach(spoken::accept);
        return new ArrayList<>(spoken.byDepth.descendingMap().values());
    }

    /** The ids of the threads that spoke, in the order in which they began. */
    public static List<String> threads(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("FRAME\t"))
                .map(line -> line.split("\t", -1)[1])
                .distinct()
                .toList();
    }

    private void accept(String[] fields) {
        if (fields[0].equals("FRAME")) {
            frame(fields);
        } else if (fields[0].equals("VAR")) {
            Variable variable = new Variable(fields[2], fields[3], fields[4]);
            latest.variables().put(variable.name(), variable);
        }
    }

    private Frame latest = new Frame("", "", 0, new LinkedHashMap<>());

    private void frame(String[] fields) {
        long depth = Long.parseLong(fields[2]);
        if (fields[3].equals("0")) {
            byDepth.tailMap(depth, true).clear();
        }
        latest = new Frame(fields[4], fields[5], Integer.parseInt(fields[6]), new LinkedHashMap<>());
        byDepth.put(depth, latest);
    }
}
