package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jpm.snapshot.SiteTable.LineRange;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * The instructions of a method that share a handler: an exception from any of them records the same variables and goes on
 * to the same handlers of the method's own.
 */
final class Region {
    /**
     * What the instructions have in common.
     *
     * @param captured the variables to record
     * @param covering the method's own handlers around the instructions, innermost first
     * @param locals the handler's frame: exact where it must lead on to the method's own handlers
     * @param comesFirst whether the exception is recorded before the method's own handlers see it
     * @param rethrows whether the instructions run only while an exception is on its way to be rethrown
     */
    record Key(
            List<Captured> captured,
            List<TryCatchBlockNode> covering,
            List<Object> locals,
            boolean comesFirst,
            boolean rethrows) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && comesFirst == key.comesFirst
                    && rethrows == key.rethrows
                    && captured.equals(key.captured)
                    && locals.equals(key.locals)
                    && covering.equals(key.covering);
        }

        @Override
        public int hashCode() {
            return 31 * captured.hashCode() + locals.hashCode();
        }
    }

    /** Consecutive instructions, both inclusive. */
    record Range(AbstractInsnNode first, AbstractInsnNode last) {}

    final Key key;
    final List<Range> ranges = new ArrayList<>();
    private final TreeSet<Integer> lines = new TreeSet<>();
    private int firstBci = Integer.MAX_VALUE;
    private int lastBci;

    Region(Key key) {
        this.key = key;
    }

    /** Adds an instruction that can throw, in a range of its own or at the end of the last one. */
    void add(Instruction instruction, int line, boolean extendsLast) {
        AbstractInsnNode first = extendsLast ? ranges.remove(ranges.size() - 1).first() : instruction.node();
        ranges.add(new Range(first, instruction.node()));
        firstBci = Math.min(firstBci, instruction.bci());
        lastBci = Math.max(lastBci, instruction.bci());
        if (line > 0) {
            lines.add(line);
        }
    }

    int firstBci() {
        return firstBci;
    }

    int lastBci() {
        return lastBci;
    }

    /** The lines of the instructions that can throw. */
    List<LineRange> lines() {
        List<LineRange> merged = new ArrayList<>();
        for (int line : lines) {
            LineRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.last() + 1 == line) {
                merged.set(merged.size() - 1, new LineRange(last.first(), line));
            } else {
                merged.add(new LineRange(line, line));
            }
        }
        return merged;
    }
}
