package jpm.cli;

/** Gives text a style by SGR sequences, or leaves it as it is. */
record Palette(boolean coloured) {
    enum Style {
        PLAIN("0"),
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String sgr;

        Style(String sgr) {
            this.sgr = sgr;
        }
    }

    String styled(Style style, String text) {
        return coloured ? "\u001b[" + style.sgr + "m" + text + "\u001b[0m" : text;
    }
}
