package jpm.graph;

import java.util.List;
import jpm.hprof.ClassDump;
import jpm.value.PrimitiveType;

/**
 * Finds out how the dumped JVM laid out objects from the gaps between the addresses of neighbours: an object ends where the next begins at the
 * latest, and on a heap that was just compacted exactly there.
 */
final class LayoutEvidence {
    private static final long LARGEST_COMPRESSED_ADDRESS = 32L << 30;
    private static final int[] ARRAY_BASES = {24, 20, 16, 12};
    private static final int LARGEST_ALIGNMENT = 256;
    private static final int ENOUGH_OBJECTS = 1000;
    private static final int ENOUGH_ARRAYS = 100;
    private static final int NONE = Integer.MAX_VALUE;

    private LayoutEvidence() {}

    static ObjectLayout layout(Dump dump) {
        Sink sink = new Sink();
        List<Sink> sinks = dump.samplePass().run(() -> sink);
        Sink evidence = sinks.get(0);
        int idBytes = dump.file().header().idBytes();
        int references = referenceBytes(evidence, idBytes);
        return ObjectLayout.of(arrayBase(evidence, idBytes), idBytes, references, alignment(evidence));
    }

    private static int referenceBytes(Sink evidence, int idBytes) {
        if (idBytes == Integer.BYTES) {
            return Integer.BYTES;
        }
        if (evidence.largeReferenceBase != NONE) {
            return evidence.largeReferenceBase < ARRAY_BASES[ARRAY_BASES.length - 1] ? Integer.BYTES : Long.BYTES;
        }
        return evidence.lastId < LARGEST_COMPRESSED_ADDRESS ? Integer.BYTES : Long.BYTES;
    }

    private static int arrayBase(Sink evidence, int idBytes) {
        int usual = idBytes == Integer.BYTES ? 12 : 16;
        if (evidence.arrays < ENOUGH_ARRAYS && evidence.base >= usual) {
            return usual;
        }
        for (int base : ARRAY_BASES) {
            if (base <= evidence.base) {
                return base;
            }
        }
        return usual;
    }

    private static int alignment(Sink evidence) {
        int bits = Long.numberOfTrailingZeros(evidence.idBits);
        return evidence.objects < ENOUGH_OBJECTS || bits < 3 ? Long.BYTES : Math.min(LARGEST_ALIGNMENT, 1 << bits);
    }

    private static final class Sink extends HeapPass.Sink {
        long idBits;
        long lastId;
        long objects;
        /** The least bytes between an array's address and its successor's that its elements do not need. */
        int base = NONE;

        /** The same for object arrays, if a reference had 8 bytes. */
        int largeReferenceBase = NONE;

        long arrays;
        private long previousId;
        private long previousElementBytes = -1;
        private int previousReferences = -1;

        Sink() {
            super(false, false, false);
        }

        private void next(long id, long elementBytes, int references) {
            long gap = id - previousId;
            if (gap > 0 && previousElementBytes >= 0) {
                base = (int) Math.min(base, gap - previousElementBytes);
                arrays++;
            }
            if (gap > 0 && previousReferences > 1) {
                largeReferenceBase = (int) Math.min(largeReferenceBase, gap - (long) previousReferences * Long.BYTES);
            }
            previousId = id;
            previousElementBytes = elementBytes;
            previousReferences = references;
            idBits |= id;
            lastId = Math.max(lastId, id);
            objects++;
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            next(id, -1, -1);
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            next(id, -1, length);
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            next(id, type.sizeBytes == Long.BYTES ? -1 : (long) length * type.sizeBytes, -1);
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump dump) {
            next(id, -1, -1);
        }

        @Override
        public void endRegion(int number) {
            previousElementBytes = -1;
            previousReferences = -1;
        }
    }
}
