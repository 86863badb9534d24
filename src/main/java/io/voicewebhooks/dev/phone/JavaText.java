package io.voicewebhooks.dev.phone;

/** Text as Java sources have it. */
final class JavaText {
    private JavaText() {}

    /** A string literal on one line, whatever is in the text; letters of any language stay as they are. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(character -> append(literal, character));
        return literal.append('"').toString();
    }

    private static void append(StringBuilder literal, int character) {
        switch (character) {
            case '"', '\\' -> literal.append('\\').append((char) character);
            case '\n' -> literal.append("\\n");
            case '\r' -> literal.append("\\r");
            case '\t' -> literal.append("\\t");
            default -> {
                if (isPlain(character)) {
                    literal.appendCodePoint(character);
                } else {
                    for (char unit : Character.toChars(character)) {
                        literal.append("\\u%04x".formatted((int) unit));
                    }
                }
            }
        }
    }

    /** Neither obeyed by a terminal or an editor, nor broken when it is stored. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> character == ' ' || !Character.isSpaceChar(character);
        };
    }
}
