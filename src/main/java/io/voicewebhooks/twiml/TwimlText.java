package io.voicewebhooks.twiml;

import java.util.regex.Pattern;

/** A reply as people read it. */
public final class TwimlText {
    private static final Pattern BETWEEN_TAGS = Pattern.compile("(?<=>)\\s*(?=<)");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** TwiML is never as deep. */
    private static final int DEEPEST = 20;

    private TwimlText() {}

    /** The same with a line a tag, each indented and ended. Works on what is not well-formed, too. */
    public static String indented(String reply) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (String tag : BETWEEN_TAGS.split(reply.strip())) {
            boolean ends = tag.startsWith("</");
            depth = ends ? Math.max(0, depth - 1) : depth;
            text.append("  ".repeat(Math.min(depth, DEEPEST)))
                    .append(SPACE.matcher(tag).replaceAll(" "))
                    .append('\n');
            depth += ends || tag.startsWith("<?") || tag.endsWith("/>") || tag.contains("</") ? 0 : 1;
        }
        return text.toString();
    }
}
