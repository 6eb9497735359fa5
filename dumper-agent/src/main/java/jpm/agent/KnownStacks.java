package jpm.agent;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of stacks that were seen before, found in what the VM keeps of a stack: to have it describe the frames takes most of the time that a
 * failure takes which is only counted.
 *
 * <p>A stack is known by 64 bits of its methods, places in them, and classes. Nothing is assumed of the VM's form but that it consists of arrays of
 * numbers, classes and such arrays; where it does not, no stack is known.
 */
final class KnownStacks {
    private static final int MAX_STACKS = 4096;
    /** The VM's chunks have 32 frames, and each holds the one before. */
    private static final int MAX_NESTING = 64;

    private static final long NO_KEY = 0;

    private final ConcurrentHashMap<Long, String> signatures = new ConcurrentHashMap<>();

    /** The signature of all throwables of that key, or null. */
    @Nullable
    String find(long key) {
        return key == NO_KEY ? null : signatures.get(key);
    }

    /** Takes note of a signature. */
    void add(long key, String signature) {
        if (key != NO_KEY && signatures.size() < MAX_STACKS) {
            signatures.put(key, signature);
        }
    }

    /** What a throwable's class and stack are known by; 0 where they are not. */
    static long key(Throwable thrown, Internals internals) {
        return internals.backtrace(thrown) instanceof Object[] stack
                ? mixed(hash(stack, 0), System.identityHashCode(thrown.getClass()))
                : NO_KEY;
    }

    private static long hash(Object[] parts, int nesting) {
        long hash = parts.length;
        for (Object part : parts) {
            if (part instanceof Class) {
                hash = mixed(hash, System.identityHashCode(part));
            } else if (part instanceof Object[] inner && nesting < MAX_NESTING) {
                hash = mixed(hash, hash(inner, nesting + 1));
            } else if (part != null) {
                hash = mixed(hash, ofNumbers(part));
            }
        }
        return hash;
    }

    private static long ofNumbers(Object part) {
        long hash = 1;
        if (part instanceof short[] numbers) {
            for (short number : numbers) {
                hash = mixed(hash, number);
            }
        } else if (part instanceof int[] numbers) {
            for (int number : numbers) {
                hash = mixed(hash, number);
            }
        } else if (part instanceof long[] numbers) {
            for (long number : numbers) {
                hash = mixed(hash, number);
            }
        } else {
            // Something else, or too deep: equal to itself alone.
            return System.identityHashCode(part);
        }
        return hash;
    }

    private static long mixed(long hash, long with) {
        long product = (hash ^ with) * 0x9E3779B97F4A7C15L;
        return product ^ (product >>> 32);
    }
}
