package io.voicewebhooks.diagram;

import java.util.ArrayList;
import java.util.List;

/** Text in a picture: how wide it is, and what it must not contain. */
final class Text {
    private static final String ELLIPSIS = "…";
    private static final int FIRST_WIDE = 0x1100;
    private static final int DASHES_AND_ARROWS = 0x2000;
    private static final int LAST_ARROW = 0x22ff;

    private Text() {}

    /** The columns that a text takes in a font of fixed width; what may be wide counts as two. */
    static int columns(String text) {
        return text.codePoints().map(Text::columns).sum();
    }

    private static int columns(int character) {
        return character < FIRST_WIDE || character >= DASHES_AND_ARROWS && character <= LAST_ARROW ? 1 : 2;
    }

    /** On one line of so many columns at most; {@code …} stands for what is left out. */
    static String fit(String text, int columns) {
        String line = text.strip().replaceAll("\\s+", " ");
        return columns(line) <= columns ? line : head(line, columns - 1) + ELLIPSIS;
    }

    /** On one line, or on two if it is too long for one, broken at a blank where there is one. */
    static List<String> wrap(String text, int columns, int columnsOfSecond) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (columns(line) <= columns) {
            return List.of(line);
        }
        String first = head(line, columns);
        int blank = first.lastIndexOf(' ');
        if (blank > first.length() / 2) {
            first = first.substring(0, blank);
        }
        return new ArrayList<>(List.of(first, fit(line.substring(first.length()), columnsOfSecond)));
    }

    private static String head(String text, int columns) {
        int end = 0;
        int room = columns;
        while (end < text.length() && room >= columns(text.codePointAt(end))) {
            room -= columns(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end);
    }

    /** Escaped for XML, in an element or an attribute; {@code ?} stands for what XML does not allow or a reader obeys. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(character) ? character : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        return character == '\n'
                || !Character.isISOControl(character)
                        && Character.getType(character) != Character.SURROGATE
                        && Character.getType(character) != Character.FORMAT
                        && (character & 0xfffe) != 0xfffe;
    }
}
