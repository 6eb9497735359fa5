package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import jpm.testdata.oracle.Chain;

/** Strings that are easily garbled or very long. */
final class Text {
    private static final int MEGA = 1 << 20;

    private Text() {}

    static void strings() {
        String none = null;
        String empty = "";
        String plain = "plain";
        String quoted = "say \"hi\" \\ and\ttab\r\n";
        String nul = "a\0b";
        String latin = "Grüße ÿ";
        String emoji = "smile \ud83d\ude00 end";
        String lone = "lone \ud83d end";
        String combining = "e\u0301 n\u0303";
        String rightToLeft = "\u202e\u05e9\u05dc\u05d5\u05dd";
        String control = "\u001b[31mred\u0007\u009b";
        Object asObject = "object";
        CharSequence builder = null;
        say().of("none", String.class, none)
                .of("empty", String.class, empty)
                .of("plain", String.class, plain)
                .of("quoted", String.class, quoted)
                .of("nul", String.class, nul)
                .of("latin", String.class, latin)
                .of("emoji", String.class, emoji)
                .of("lone", String.class, lone)
                .of("combining", String.class, combining)
                .of("rightToLeft", String.class, rightToLeft)
                .of("control", String.class, control)
                .of("asObject", Object.class, asObject)
                .of("builder", CharSequence.class, builder)
                .end();
        Chain.proceed();
    }

    /** A megabyte of Latin-1 and two of UTF-16. */
    static void longStrings() {
        String narrow = "0123456789abcdef".repeat(MEGA / 16);
        String wide = "žluťoučký kůň ".repeat(MEGA / 14);
        say().of("narrow", String.class, narrow).of("wide", String.class, wide).end();
        Chain.proceed();
    }
}
