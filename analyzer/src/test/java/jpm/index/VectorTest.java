package jpm.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of many chunks, each of 64 bytes, next to arrays. */
class VectorTest {
    private static final int SHIFT = 6;
    private static final int LENGTH = 1000;

    @TempDir
    Path folder;

    private final Random random = new Random(1);

    private static Bytes chunked(long length) {
        return Bytes.of(length, SHIFT, (position, bytes) -> ByteBuffer.allocateDirect(bytes));
    }

    private int[] values() {
        return random.ints(LENGTH).toArray();
    }

    private static int[] content(Ints vector) {
        return IntStream.range(0, LENGTH).map(vector::get).toArray();
    }

    private static void fill(Ints vector, int[] values) {
        for (int i = 0; i < values.length; i++) {
            vector.set(i, values[i]);
        }
    }

    @Test
    void elementsAreWhereTheyWerePut() {
        int[] values = values();
        for (Ints vector : new Ints[] {Ints.of(chunked(LENGTH * 4L)), Ints.of(new int[LENGTH])}) {
            fill(vector, values);
            assertThat(content(vector)).isEqualTo(values);
            assertThat(vector.length()).isEqualTo(LENGTH);
        }
        Shorts shorts = new Shorts(chunked(LENGTH * 2L));
        Bytes bytes = chunked(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            shorts.set(i, (short) values[i]);
            bytes.set(i, (byte) values[i]);
        }
        for (int i = 0; i < LENGTH; i++) {
            assertThat(shorts.get(i)).isEqualTo((short) values[i]);
            assertThat(bytes.get(i)).isEqualTo((byte) values[i]);
        }
    }

    @Test
    void anyRangeIsCopiedBetweenAnyTwo() {
        for (boolean fromArray : new boolean[] {true, false}) {
            for (boolean toArray : new boolean[] {true, false}) {
                for (int round = 0; round < 50; round++) {
                    Ints from = fromArray ? Ints.of(new int[LENGTH]) : Ints.of(chunked(LENGTH * 4L));
                    Ints to = toArray ? Ints.of(new int[LENGTH]) : Ints.of(chunked(LENGTH * 4L));
                    int[] values = values();
                    fill(from, values);
                    int[] expected = new int[LENGTH];
                    int begin = random.nextInt(LENGTH);
                    int end = begin + random.nextInt(LENGTH - begin + 1);
                    System.arraycopy(values, begin, expected, begin, end - begin);
                    from.copyTo(to, begin, end);
                    assertThat(content(to)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void beyondTheBudgetVectorsAreInFilesThatNobodySees() throws Exception {
        Scratch scratch = new Scratch(LENGTH * 4L, folder);
        Ints inMemory = scratch.ints(LENGTH);
        Ints inFile = scratch.ints(LENGTH);
        assertThat(scratch.isInFiles()).isTrue();
        int[] values = values();
        fill(inMemory, values());
        fill(inFile, values);
        assertThat(content(inFile)).isEqualTo(values);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        scratch.giveBack(inFile);
        assertThat(scratch.ints(LENGTH)).isSameAs(inFile);
    }

    @Test
    void aGrowingVectorKeepsWhatItHas() {
        GrowingInts vector = new Scratch(Long.MAX_VALUE, null).growing(4);
        int[] values = values();
        for (int i = 0; i < LENGTH; i++) {
            vector.grow(i + 1L);
            vector.set(i, values[i]);
        }
        assertThat(IntStream.range(0, LENGTH).map(vector::get).toArray()).isEqualTo(values);
    }
}
