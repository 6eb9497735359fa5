package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import jpm.testdata.oracle.Chain;

/** Every primitive type with its extremes. */
final class Primitives {
    private Primitives() {}

    static void integers() {
        byte lowByte = Byte.MIN_VALUE;
        byte highByte = Byte.MAX_VALUE;
        short lowShort = Short.MIN_VALUE;
        short highShort = Short.MAX_VALUE;
        int lowInt = Integer.MIN_VALUE;
        int highInt = Integer.MAX_VALUE;
        int zero = 0;
        int minusOne = -1;
        long lowLong = Long.MIN_VALUE;
        long highLong = Long.MAX_VALUE;
        long beyondInt = 1L << 32;
        say().of("lowByte", lowByte)
                .of("highByte", highByte)
                .of("lowShort", lowShort)
                .of("highShort", highShort)
                .of("lowInt", lowInt)
                .of("highInt", highInt)
                .of("zero", zero)
                .of("minusOne", minusOne)
                .of("lowLong", lowLong)
                .of("highLong", highLong)
                .of("beyondInt", beyondInt)
                .end();
        Chain.proceed();
    }

    static void charsAndBooleans() {
        boolean yes = true;
        boolean no = false;
        char letter = 'x';
        char nul = '\0';
        char last = Character.MAX_VALUE;
        char loneSurrogate = '\ud83d';
        say().of("yes", yes)
                .of("no", no)
                .of("letter", letter)
                .of("nul", nul)
                .of("last", last)
                .of("loneSurrogate", loneSurrogate)
                .end();
        Chain.proceed();
    }

    static void floats() {
        float zero = 0.0f;
        float minusZero = -0.0f;
        float nan = Float.NaN;
        float payload = Float.intBitsToFloat(0x7fc00abc);
        float infinity = Float.POSITIVE_INFINITY;
        float minusInfinity = Float.NEGATIVE_INFINITY;
        float smallest = Float.MIN_VALUE;
        float largest = Float.MAX_VALUE;
        float third = 1 / 3f;
        say().of("zero", zero)
                .of("minusZero", minusZero)
                .of("nan", nan)
                .of("payload", payload)
                .of("infinity", infinity)
                .of("minusInfinity", minusInfinity)
                .of("smallest", smallest)
                .of("largest", largest)
                .of("third", third)
                .end();
        Chain.proceed();
    }

    static void doubles() {
        double zero = 0.0;
        double minusZero = -0.0;
        double nan = Double.NaN;
        double payload = Double.longBitsToDouble(0xfff8_0000_dead_beefL);
        double infinity = Double.POSITIVE_INFINITY;
        double minusInfinity = Double.NEGATIVE_INFINITY;
        double smallest = Double.MIN_VALUE;
        double largest = Double.MAX_VALUE;
        double third = 1 / 3.0;
        say().of("zero", zero)
                .of("minusZero", minusZero)
                .of("nan", nan)
                .of("payload", payload)
                .of("infinity", infinity)
                .of("minusInfinity", minusInfinity)
                .of("smallest", smallest)
                .of("largest", largest)
                .of("third", third)
                .end();
        Chain.proceed();
    }

    /** Arguments of all types, wide ones between narrow ones. */
    static void arguments() {
        say().end();
        mixed(true, (byte) -7, 1L << 40, 'q', 2.5, (short) -300, -0.5f, 77, null);
    }

    private static void mixed(boolean a, byte b, long c, char d, double e, short f, float g, int h, Object i) {
        say().of("a", a)
                .of("b", b)
                .of("c", c)
                .of("d", d)
                .of("e", e)
                .of("f", f)
                .of("g", g)
                .of("h", h)
                .of("i", Object.class, i)
                .end();
        Chain.proceed();
    }

    /** Arguments that the method has changed since. */
    static void changedArguments() {
        say().end();
        changing(1, "before");
    }

    private static void changing(int number, String text) {
        number += 41;
        text = text + " and after";
        say().of("number", number).of("text", String.class, text).end();
        Chain.proceed();
    }

    static void boxes() {
        Boolean truth = true;
        Byte small = (byte) -1;
        Character letter = 'é';
        Short shorter = (short) 12_345;
        Integer number = 1_000_000;
        Long big = Long.MIN_VALUE;
        Float half = 0.5f;
        Double nan = Double.NaN;
        Object any = 5;
        Integer none = null;
        say().of("truth", Boolean.class, truth)
                .of("small", Byte.class, small)
                .of("letter", Character.class, letter)
                .of("shorter", Short.class, shorter)
                .of("number", Integer.class, number)
                .of("big", Long.class, big)
                .of("half", Float.class, half)
                .of("nan", Double.class, nan)
                .of("any", Object.class, any)
                .of("none", Integer.class, none)
                .end();
        Chain.proceed();
    }
}
