package jpm.graph;

import java.util.Arrays;

/**
 * The bytes of an instance while fields are being placed: where it ends, and the gaps within. Follows HotSpot's FieldLayoutBuilder: the
 * smallest gap that fits takes a field, else it goes to the end.
 */
final class FieldSpace {
    private int end;
    private int[] gapAt = new int[8];
    private int[] gapBytes = new int[8];
    private int gaps;

    FieldSpace(int headerBytes) {
        end = headerBytes;
    }

    int end() {
        return end;
    }

    /** Places a field that is aligned to its own size. */
    void place(int bytes) {
        int best = -1;
        for (int i = 0; i < gaps; i++) {
            int padding = padding(gapAt[i], bytes);
            if (padding + bytes <= gapBytes[i] && (best < 0 || gapBytes[i] < gapBytes[best])) {
                best = i;
            }
        }
        if (best < 0) {
            addGap(end, padding(end, bytes));
            end += padding(end, bytes) + bytes;
        } else {
            fillGap(best, bytes);
        }
    }

    /** Leaves bytes free at the end that no field may fill. */
    void pad(int bytes) {
        gaps = 0;
        end += bytes;
    }

    /** Ends a class of a JVM that leaves superclasses' gaps alone. */
    void closeGaps(int alignment) {
        gaps = 0;
        end += padding(end, alignment);
    }

    private static int padding(int at, int alignment) {
        return -at & alignment - 1;
    }

    private void fillGap(int gap, int bytes) {
        int at = gapAt[gap];
        int length = gapBytes[gap];
        int padding = padding(at, bytes);
        gapBytes[gap] = padding;
        addGap(at + padding + bytes, length - padding - bytes);
    }

    private void addGap(int at, int bytes) {
        if (bytes == 0) {
            return;
        }
        if (gaps == gapAt.length) {
            gapAt = Arrays.copyOf(gapAt, gaps * 2);
            gapBytes = Arrays.copyOf(gapBytes, gaps * 2);
        }
        gapAt[gaps] = at;
        gapBytes[gaps++] = bytes;
    }
}
