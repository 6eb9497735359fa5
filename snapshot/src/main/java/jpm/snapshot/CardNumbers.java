package jpm.snapshot;

/** Numbers of payment cards in texts: digits of an issuer's form whose last one checks the others, with blanks or hyphens in between. */
final class CardNumbers {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;

    private CardNumbers() {}

    /** The text with such numbers masked. */
    static String masked(String text) {
        StringBuilder out = null;
        int done = 0;
        int i = 0;
        while (i < text.length()) {
            int end = isStart(text, i) ? end(text, i) : i;
            if (end > i && isCard(text, i, end)) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, done, i).append(Secrets.MASK);
                done = end;
            }
            i = Math.max(end, i + 1);
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    // Within a longer word or number they are something else.
    private static boolean isStart(String text, int i) {
        return isDigit(text.charAt(i)) && (i == 0 || !isWordChar(text.charAt(i - 1)));
    }

    /** Behind the last digit of the run that starts there; the start when no card's number can be there. */
    private static int end(String text, int start) {
        int end = start;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                end = i + 1;
            } else if ((c != ' ' && c != '-') || end != i) {
                break;
            }
        }
        return end < text.length() && isWordChar(text.charAt(end)) ? start : end;
    }

    private static boolean isCard(String text, int start, int end) {
        if (end - start < MIN_DIGITS) {
            return false;
        }
        StringBuilder digits = new StringBuilder(MAX_DIGITS);
        for (int i = start; i < end; i++) {
            if (isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return isOfIssuer(digits) && checks(digits);
    }

    private static boolean isOfIssuer(CharSequence digits) {
        int count = digits.length();
        if (count < MIN_DIGITS || count > MAX_DIGITS) {
            return false;
        }
        int first = prefix(digits, 2);
        return switch (count) {
            case 13 -> first / 10 == 4;
            case 14 -> first == 30 || first == 36 || first == 38 || first == 39;
            case 15 -> first == 34 || first == 37;
            case 16 ->
                first / 10 == 4 || isMastercard(digits) || first == 35 || first == 60 || first >= 62 && first <= 65;
            default -> first == 62 || count == 19 && first / 10 == 4;
        };
    }

    private static boolean isMastercard(CharSequence digits) {
        int first = prefix(digits, 4);
        return first >= 5100 && first <= 5599 || first >= 2221 && first <= 2720;
    }

    private static int prefix(CharSequence digits, int count) {
        return Integer.parseInt(digits, 0, count, 10);
    }

    /** Luhn's check: of every second digit from the right, the double counts. */
    private static boolean checks(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled / 10 + doubled % 10;
        }
        return sum % 10 == 0;
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
