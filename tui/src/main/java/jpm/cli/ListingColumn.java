package jpm.cli;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a listing.
 *
 * @param name what programs call it: the field in JSON, the title in CSV
 * @param title what people read above it
 * @param value what a row holds there, exact; null for nothing
 */
record ListingColumn<R>(String name, String title, Kind kind, Function<R, @Nullable Object> value) {
    private static final int MAX_CELL_CHARS = 120;
    private static final String RETAINED = "retainedBytes";
    private static final String AT_LEAST = " ≥";

    /** How values of a column are shown. */
    enum Kind {
        TEXT,
        /** A number, exact in every form. */
        COUNT,
        /** A number of bytes, rounded for people. */
        BYTES,
        /** An object's address, in hexadecimal in every form. */
        ADDRESS,
        /** A part of a whole, 0 to 1. */
        SHARE,
        /** How much a number grew or shrank. */
        CHANGE,
        /** How much a number of bytes grew or shrank. */
        CHANGE_OF_BYTES
    }

    static <R> ListingColumn<R> text(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.TEXT, value);
    }

    static <R> ListingColumn<R> count(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.COUNT, value);
    }

    static <R> ListingColumn<R> bytes(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.BYTES, value);
    }

    static <R> ListingColumn<R> address(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.ADDRESS, value);
    }

    static <R> ListingColumn<R> share(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.SHARE, value);
    }

    static <R> ListingColumn<R> change(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.CHANGE, value);
    }

    static <R> ListingColumn<R> changeOfBytes(String name, String title, Function<R, @Nullable Object> value) {
        return new ListingColumn<>(name, title, Kind.CHANGE_OF_BYTES, value);
    }

    /** A retained size is marked as a lower bound; other columns stay as they are. */
    ListingColumn<R> asLowerBound() {
        boolean isMarked = !name.equals(RETAINED) || title.endsWith(AT_LEAST);
        return isMarked ? this : new ListingColumn<>(name, title + AT_LEAST, kind, value);
    }

    TextTable.Column tableColumn() {
        return new TextTable.Column(title, kind != Kind.TEXT && kind != Kind.ADDRESS);
    }

    /** The cell for programs. */
    @Nullable
    Object data(R row) {
        Object cell = value.apply(row);
        return cell instanceof Number id && kind == Kind.ADDRESS ? address(id.longValue()) : cell;
    }

    /** The cell for people, on one line and harmless. */
    String shown(R row) {
        Object cell = value.apply(row);
        if (cell == null) {
            return "";
        }
        if (!(cell instanceof Number number)) {
            return Plain.line(cell.toString(), MAX_CELL_CHARS);
        }
        return switch (kind) {
            case TEXT -> number.toString();
            case COUNT -> count(number);
            case BYTES -> Quantity.size(number.longValue());
            case ADDRESS -> address(number.longValue());
            case CHANGE -> Quantity.change(number.longValue());
            case CHANGE_OF_BYTES -> Quantity.changeOfSize(number.longValue());
            case SHARE -> String.format(Locale.ROOT, "%.1f%%", number.doubleValue() * 100);
        };
    }

    private static String count(Number number) {
        boolean fraction = number instanceof Double || number instanceof Float;
        return fraction
                ? String.format(Locale.ROOT, "%,.2f", number.doubleValue())
                : Quantity.count(number.longValue());
    }

    /** As jpm writes an object's address everywhere. */
    static String address(long id) {
        return "0x" + Long.toHexString(id);
    }
}
