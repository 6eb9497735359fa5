package jpm.debug;

import java.math.BigInteger;
import java.util.Locale;
import jpm.value.Literals;
import jpm.value.PrimitiveType;
import jpm.value.Value.Primitive;
import jpm.value.ValuePrinter;

/**
 * gdb's formats of numbers: {@code x} hexadecimal, {@code z} with leading zeros, {@code d} and {@code u} decimal with and without sign, {@code o} octal,
 * {@code t} binary, {@code c} character, {@code f} floating point, {@code r} an object's bare fields. Floats and doubles are taken by their bits but for
 * {@code f}.
 */
record PrintStyle(char letter) implements ValuePrinter.Style {
    /** All letters; {@code s} is made elsewhere. */
    static final String LETTERS = "xzduotcfrs";

    private static final int HEX = 16;
    private static final int OCTAL = 8;
    private static final int BINARY = 2;

    /** The style that a letter means. */
    static PrintStyle of(String written) {
        String letter = written.toLowerCase(Locale.ROOT);
        if (letter.length() != 1 || LETTERS.indexOf(letter.charAt(0)) < 0) {
            throw new CommandException(
                    "No format \"" + written + "\": formats are " + String.join(", ", LETTERS.split("")) + ".");
        }
        return new PrintStyle(letter.charAt(0));
    }

    @Override
    public boolean isRaw() {
        return letter == 'r';
    }

    @Override
    public String primitive(Primitive value) {
        if (value.type() == PrimitiveType.BOOLEAN) {
            return Literals.of(value);
        }
        return switch (letter) {
            case 'x' -> "0x" + unsigned(value).toString(HEX);
            case 'z' -> "0x" + padded(unsigned(value).toString(HEX), 2 * value.type().sizeBytes);
            case 'd' -> Long.toString(signed(value));
            case 'u' -> unsigned(value).toString();
            case 'o' -> value.bits() == 0 ? "0" : "0" + unsigned(value).toString(OCTAL);
            case 't' -> unsigned(value).toString(BINARY);
            case 'c' -> character(value);
            case 'f' -> floating(value);
            default -> Literals.of(value);
        };
    }

    private static long signed(Primitive value) {
        return value.type() == PrimitiveType.FLOAT ? (int) value.bits() : value.bits();
    }

    private static BigInteger unsigned(Primitive value) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(8 * value.type().sizeBytes);
        return BigInteger.valueOf(value.bits()).mod(modulus);
    }

    private static String padded(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String character(Primitive value) {
        return signed(value) + " " + Literals.of(new Primitive(PrimitiveType.CHAR, value.bits() & 0xFFFF));
    }

    /** Numbers of four and eight bytes are taken for the bits of a float or double. */
    private static String floating(Primitive value) {
        return switch (value.type()) {
            case INT -> Literals.of(new Primitive(PrimitiveType.FLOAT, value.bits()));
            case LONG -> Literals.of(new Primitive(PrimitiveType.DOUBLE, value.bits()));
            default -> Literals.of(value);
        };
    }
}
