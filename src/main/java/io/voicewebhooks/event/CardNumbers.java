package io.voicewebhooks.event;

/** Masks numbers of cards in texts, also in their URLs. */
public final class CardNumbers {
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    /** The last digits, which are shown. */
    private static final int SHOWN = 4;
    /** Counts for nothing. */
    private static final char FILLER = '\0';

    private CardNumbers() {}

    /** A text in which they are masked, such as TwiML that repeats what somebody has pressed. */
    public static String masked(String text) {
        String plain = unescaped(text);
        StringBuilder masked = null;
        // each value of each webhook comes here: no regular expression
        for (int at = 0; at + SHORTEST <= plain.length(); at++) {
            int end = begins(plain, at) ? end(plain, at) : at;
            if (end > at) {
                masked = masked == null ? new StringBuilder(text) : masked;
                mask(masked, plain, at, end);
                at = end - 1;
            }
        }
        return masked == null ? text : masked.toString();
    }

    /** As long as the text: what is escaped in an URL is itself, behind two fillers. */
    private static String unescaped(String text) {
        int escape = text.indexOf('%');
        if (escape < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text);
        for (; escape >= 0 && escape + 2 < text.length(); escape = text.indexOf('%', escape + 1)) {
            int high = Character.digit(text.charAt(escape + 1), 16);
            int low = Character.digit(text.charAt(escape + 2), 16);
            char escaped = (char) (high << 4 | low);
            if (high >= 0 && low >= 0 && !isWord(escaped)) {
                plain.setCharAt(escape, FILLER);
                plain.setCharAt(escape + 1, FILLER);
                plain.setCharAt(escape + 2, escaped);
            }
        }
        return plain.toString();
    }

    /** Cards begin with 2 to 6 (ISO/IEC 7812), and what begins with a plus sign is a telephone's. */
    private static boolean begins(String text, int at) {
        if (text.charAt(at) < '2' || text.charAt(at) > '6') {
            return false;
        }
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return before != '+' && before != '_' && !isWord(before) && !(before == '=' && isTelephone(text, at - 1));
    }

    /** Whether the parameter of an URL that ends here is one. */
    private static boolean isTelephone(String text, int end) {
        int start = end;
        while (start > 0 && isWord(text.charAt(start - 1))) {
            start--;
        }
        return PaymentData.TELEPHONES.contains(text.substring(start, end));
    }

    /** Where a number ends that begins here; here, if none does. Digits may be in groups. */
    private static int end(String text, int start) {
        int end = start;
        int digits = 0;
        for (int at = start; at < text.length() && digits < LONGEST; at++) {
            if (isDigit(text.charAt(at))) {
                digits++;
                boolean isWhole = at + 1 == text.length() || !isWord(text.charAt(at + 1));
                if (digits >= SHORTEST && isWhole && isChecked(text, start, at)) {
                    end = at + 1;
                }
            } else {
                int gap = at;
                while (text.charAt(gap) == FILLER && gap + 1 < text.length()) {
                    gap++;
                }
                if (" +-".indexOf(text.charAt(gap)) < 0 || gap + 1 == text.length() || !isDigit(text.charAt(gap + 1))) {
                    return end;
                }
                at = gap;
            }
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Not of other scripts, which put no space before a number. */
    private static boolean isWord(char character) {
        return isDigit(character) || character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    /** Whether the check digit is right (Luhn). */
    private static boolean isChecked(String text, int first, int last) {
        int sum = 0;
        boolean twice = false;
        for (int i = last; i >= first; i--) {
            if (isDigit(text.charAt(i))) {
                int digit = text.charAt(i) - '0';
                sum += twice ? digit * 2 - digit / 5 * 9 : digit;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    private static void mask(StringBuilder masked, String text, int start, int end) {
        int left = SHOWN;
        for (int i = end - 1; i >= start; i--) {
            if (isDigit(text.charAt(i)) && left-- <= 0) {
                masked.setCharAt(i, 'x');
            }
        }
    }
}
