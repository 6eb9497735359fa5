package jpm.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks deflate data (RFC 1951) and can begin at any symbol of it that another decoder reached, which the JDK's Inflater cannot. What was unpacked
 * before stands in front of the output, as matches refer to it.
 */
final class DeflateDecoder {
    /** How far back matches reach. */
    static final int WINDOW_BYTES = 1 << 15;
    /** How many bytes behind its limit {@link #decode} may write. */
    static final int SLACK_BYTES = 258;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int INPUT_BYTES = 1 << 15;
    private static final int END_OF_BLOCK = 256;
    private static final int LITERAL_CODES = 286;
    private static final int DISTANCE_CODES = 30;
    private static final int FIXED_LITERAL_CODES = 288;
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] DISTANCE_BITS = {
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
    };
    private static final int[] CODE_LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    /** What of the format comes next. */
    private enum Mode {
        HEADER,
        STORED,
        CODES,
        END
    }

    /**
     * Where a decoder is between two symbols.
     *
     * @param bitAt the next bit of the packed data, counted from its beginning
     * @param storedBytes what is left of a block that is not packed
     * @param lengths of the block's codes, those of the literals first; empty outside a packed block
     */
    record State(long bitAt, Mode mode, boolean isLastBlock, int storedBytes, int literals, byte[] lengths) {}

    private final ByteSource packed;
    private final byte[] input = new byte[INPUT_BYTES];
    private long inputAt;
    private int inputPosition;
    private int inputLimit;
    private long bits;
    private int bitCount;

    private Mode mode;
    private boolean isLastBlock;
    private int written;
    private int storedBytes;
    private int literals;
    private byte[] lengths;
    private @Nullable PrefixCode literalCode;
    private @Nullable PrefixCode distanceCode;

    /** Begins at the first byte of deflate data. */
    DeflateDecoder(ByteSource packed, long byteAt) {
        this.packed = packed;
        this.inputAt = byteAt;
        this.mode = Mode.HEADER;
        this.lengths = new byte[0];
    }

    /** Continues where another decoder was. */
    DeflateDecoder(ByteSource packed, State from) throws DataFormatException {
        this.packed = packed;
        this.inputAt = from.bitAt / Byte.SIZE;
        this.mode = from.mode;
        this.isLastBlock = from.isLastBlock;
        this.storedBytes = from.storedBytes;
        this.literals = from.literals;
        this.lengths = from.lengths;
        if (mode == Mode.CODES) {
            useCodes();
        }
        need((int) (from.bitAt % Byte.SIZE));
        drop((int) (from.bitAt % Byte.SIZE));
    }

    /** Where it is now; {@link #decode} may be continued from there by another decoder. */
    State state() {
        return new State(bitAt(), mode, isLastBlock, storedBytes, literals, lengths);
    }

    private long bitAt() {
        return (inputAt - inputLimit + inputPosition) * Byte.SIZE - bitCount;
    }

    /** The first byte of the packed data that was not looked at. */
    long byteBehind() {
        return (bitAt() + Byte.SIZE - 1) / Byte.SIZE;
    }

    boolean isEnded() {
        return mode == Mode.END;
    }

    /**
     * Unpacks into {@code out[at…]} until {@code limit} is reached or the data ends; the last match may reach beyond {@code limit}.
     *
     * @param first the first byte of {@code out} that matches may refer to
     * @throws DataFormatException when the data is damaged or cut off; what was unpacked before stands in {@code out} up to {@link #written()}
     */
    void decode(byte[] out, int first, int at, int limit) throws DataFormatException {
        written = at;
        while (written < limit && mode != Mode.END) {
            switch (mode) {
                case HEADER -> readHeader();
                case STORED -> copyStored(out, limit);
                default -> decodeCodes(out, first, limit);
            }
        }
    }

    /** The place behind the last byte that {@link #decode} wrote, also when it failed; below its limit when the data ended. */
    int written() {
        return written;
    }

    private void readHeader() throws DataFormatException {
        if (isLastBlock) {
            mode = Mode.END;
            return;
        }
        isLastBlock = take(1) == 1;
        switch (take(2)) {
            case 0 -> beginStored();
            case 1 -> beginFixed();
            case 2 -> beginDynamic();
            default -> throw new DataFormatException("no such kind of block");
        }
    }

    private void beginStored() throws DataFormatException {
        drop(bitCount % Byte.SIZE);
        storedBytes = take(16);
        if (take(16) != (~storedBytes & 0xffff)) {
            throw new DataFormatException("length of a stored block");
        }
        mode = Mode.STORED;
    }

    private void copyStored(byte[] out, int limit) throws DataFormatException {
        while (storedBytes > 0 && written < limit) {
            if (bitCount > 0) {
                out[written++] = (byte) take(Byte.SIZE);
                storedBytes--;
                continue;
            }
            if (inputPosition == inputLimit && !refill()) {
                throw new DataFormatException("the data is cut off");
            }
            int count = Math.min(Math.min(storedBytes, limit - written), inputLimit - inputPosition);
            System.arraycopy(input, inputPosition, out, written, count);
            inputPosition += count;
            written += count;
            storedBytes -= count;
        }
        if (storedBytes == 0) {
            mode = Mode.HEADER;
        }
    }

    private void beginFixed() throws DataFormatException {
        literals = FIXED_LITERAL_CODES;
        lengths = new byte[FIXED_LITERAL_CODES + DISTANCE_CODES];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, FIXED_LITERAL_CODES, (byte) 8);
        Arrays.fill(lengths, FIXED_LITERAL_CODES, lengths.length, (byte) 5);
        useCodes();
    }

    private void beginDynamic() throws DataFormatException {
        literals = take(5) + 257;
        int distances = take(5) + 1;
        int lengthCodes = take(4) + 4;
        if (literals > LITERAL_CODES || distances > DISTANCE_CODES) {
            throw new DataFormatException("too many codes");
        }
        byte[] codeLengths = new byte[CODE_LENGTH_ORDER.length];
        for (int i = 0; i < lengthCodes; i++) {
            codeLengths[CODE_LENGTH_ORDER[i]] = (byte) take(3);
        }
        lengths = readLengths(new PrefixCode(codeLengths, 0, codeLengths.length), literals + distances);
        if (lengths[END_OF_BLOCK] == 0) {
            throw new DataFormatException("a block without end");
        }
        useCodes();
    }

    private byte[] readLengths(PrefixCode code, int count) throws DataFormatException {
        byte[] read = new byte[count];
        for (int at = 0; at < count; ) {
            int symbol = symbol(code);
            if (symbol < 16) {
                read[at++] = (byte) symbol;
                continue;
            }
            if (symbol == 16 && at == 0) {
                throw new DataFormatException("no length to repeat");
            }
            byte repeated = symbol == 16 ? read[at - 1] : 0;
            int times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
            if (at + times > count) {
                throw new DataFormatException("too many lengths");
            }
            Arrays.fill(read, at, at + times, repeated);
            at += times;
        }
        return read;
    }

    private void useCodes() throws DataFormatException {
        literalCode = new PrefixCode(lengths, 0, literals);
        distanceCode = new PrefixCode(lengths, literals, lengths.length);
        mode = Mode.CODES;
    }

    private void decodeCodes(byte[] out, int first, int limit) throws DataFormatException {
        PrefixCode ofLiterals = literalCode;
        PrefixCode ofDistances = distanceCode;
        if (ofLiterals == null || ofDistances == null) {
            throw new IllegalStateException();
        }
        while (written < limit) {
            int symbol = symbol(ofLiterals);
            if (symbol < END_OF_BLOCK) {
                out[written++] = (byte) symbol;
            } else if (symbol == END_OF_BLOCK) {
                mode = Mode.HEADER;
                return;
            } else {
                copyMatch(out, first, symbol - END_OF_BLOCK - 1, ofDistances);
            }
        }
    }

    private void copyMatch(byte[] out, int first, int lengthCode, PrefixCode ofDistances) throws DataFormatException {
        if (lengthCode >= LENGTH_BASE.length) {
            throw new DataFormatException("no such length");
        }
        int length = LENGTH_BASE[lengthCode] + take(LENGTH_BITS[lengthCode]);
        int distanceSymbol = symbol(ofDistances);
        if (distanceSymbol >= DISTANCE_CODES) {
            throw new DataFormatException("no such distance");
        }
        int distance = DISTANCE_BASE[distanceSymbol] + take(DISTANCE_BITS[distanceSymbol]);
        int from = written - distance;
        if (from < first) {
            throw new DataFormatException("a match from before the beginning");
        }
        if (distance >= length) {
            System.arraycopy(out, from, out, written, length);
        } else if (distance == 1) {
            Arrays.fill(out, written, written + length, out[from]);
        } else {
            for (int i = 0; i < length; i++) {
                out[written + i] = out[from + i];
            }
        }
        written += length;
    }

    private int symbol(PrefixCode code) throws DataFormatException {
        fill();
        int entry = code.quick[(int) bits & PrefixCode.QUICK_MASK];
        if (entry == 0) {
            entry = code.slow(bits);
        }
        int length = entry & 0xf;
        if (length > bitCount) {
            throw new DataFormatException("the data is cut off");
        }
        drop(length);
        return entry >>> 4;
    }

    private int take(int count) throws DataFormatException {
        need(count);
        int value = (int) (bits & (1L << count) - 1);
        drop(count);
        return value;
    }

    private void drop(int count) {
        bits >>>= count;
        bitCount -= count;
    }

    private void need(int count) throws DataFormatException {
        if (bitCount < count) {
            fill();
            if (bitCount < count) {
                throw new DataFormatException("the data is cut off");
            }
        }
    }

    /** Makes at least 32 bits stand ready, or all that are left. */
    private void fill() {
        if (bitCount > Integer.SIZE) {
            return;
        }
        if (inputLimit - inputPosition >= Long.BYTES) {
            int bytes = (Long.SIZE - 1 - bitCount) / Byte.SIZE;
            bits |= ((long) LITTLE_ENDIAN.get(input, inputPosition) & (1L << bytes * Byte.SIZE) - 1) << bitCount;
            inputPosition += bytes;
            bitCount += bytes * Byte.SIZE;
            return;
        }
        while (bitCount <= Integer.SIZE) {
            if (inputPosition == inputLimit && !refill()) {
                return;
            }
            bits |= (input[inputPosition++] & 0xffL) << bitCount;
            bitCount += Byte.SIZE;
        }
    }

    private boolean refill() {
        int count = packed.read(inputAt, input, 0, INPUT_BYTES);
        inputAt += count;
        inputPosition = 0;
        inputLimit = count;
        return count > 0;
    }

    /** A canonical Huffman code: a table for short codes, and counting for the rest. */
    private static final class PrefixCode {
        private static final int QUICK_BITS = 10;
        static final int QUICK_MASK = (1 << QUICK_BITS) - 1;
        private static final int MAX_BITS = 15;

        /** By the next bits: symbol and length of its code, 0 where the code is longer than the table knows. */
        final int[] quick = new int[1 << QUICK_BITS];

        private final int[] counts = new int[MAX_BITS + 1];
        private final int[] symbols;

        PrefixCode(byte[] lengths, int from, int to) throws DataFormatException {
            symbols = new int[to - from];
            for (int i = from; i < to; i++) {
                counts[lengths[i]]++;
            }
            counts[0] = 0;
            int[] next = firstCodes();
            int[] place = new int[MAX_BITS + 2];
            for (int length = 1; length <= MAX_BITS; length++) {
                place[length + 1] = place[length] + counts[length];
            }
            for (int i = from; i < to; i++) {
                int length = lengths[i];
                if (length > 0) {
                    symbols[place[length]++] = i - from;
                    addQuick(next[length]++, length, i - from);
                }
            }
        }

        private int[] firstCodes() throws DataFormatException {
            int[] first = new int[MAX_BITS + 1];
            int code = 0;
            for (int length = 1; length <= MAX_BITS; length++) {
                code = code + counts[length - 1] << 1;
                first[length] = code;
                if (code + counts[length] > 1 << length) {
                    throw new DataFormatException("more codes than there can be");
                }
            }
            return first;
        }

        private void addQuick(int code, int length, int symbol) {
            if (length <= QUICK_BITS) {
                int reversed = Integer.reverse(code) >>> Integer.SIZE - length;
                for (int i = reversed; i < quick.length; i += 1 << length) {
                    quick[i] = symbol << 4 | length;
                }
            }
        }

        /** The same for a code of any length. */
        int slow(long bits) throws DataFormatException {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length <= MAX_BITS; length++) {
                code |= (int) (bits >>> length - 1) & 1;
                int count = counts[length];
                if (code - count < first) {
                    return symbols[index + code - first] << 4 | length;
                }
                index += count;
                first = first + count << 1;
                code <<= 1;
            }
            throw new DataFormatException("no such code");
        }
    }
}
