package io.voicewebhooks.twiml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The vocabulary of Voice TwiML: which elements there are, what may stand in each, and what its attributes look like. The
 * table is the resource {@code verbs.txt}; its source are Twilio's pages on TwiML for Voice.
 */
final class Vocabulary {
    private static final Pattern LINE = Pattern.compile("(\\S+)( text)?(?: \\(([^)]*)\\))?(.*)");
    private static final Map<String, Element> ELEMENTS = read();

    private Vocabulary() {}

    /** An element: whether it holds text, what may stand in it, and the rules of its attributes. */
    record Element(boolean text, List<String> children, Map<String, Rule> attributes) {}

    /** What an attribute must look like, also as the end of "expected: …"; a number stands between two others. */
    record Rule(String expected, Pattern pattern, int from, int to) {
        boolean accepts(String value) {
            if (!pattern.matcher(value).matches()) {
                return false;
            }
            return to < 0 || Integer.parseInt(value) >= from && Integer.parseInt(value) <= to;
        }
    }

    /** An element by its name, which is case-sensitive; none where the table does not know it. */
    static Optional<Element> find(String name) {
        return Optional.ofNullable(ELEMENTS.get(name));
    }

    /** The element whose name differs from this one only in upper and lower case. */
    static Optional<String> otherCase(String name) {
        return ELEMENTS.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static Map<String, Element> read() {
        Map<String, Element> elements = new LinkedHashMap<>();
        try (InputStream table = Vocabulary.class.getResourceAsStream("verbs.txt")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        Matcher element = LINE.matcher(line);
                        if (!element.matches()) {
                            throw new IllegalStateException("verbs.txt: " + line);
                        }
                        boolean holdsText = element.group(2) != null;
                        elements.put(
                                element.group(1),
                                new Element(holdsText, words(element.group(3)), attributes(element.group(4))));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return elements;
    }

    private static List<String> words(String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    private static Map<String, Rule> attributes(String text) {
        Map<String, Rule> attributes = new LinkedHashMap<>();
        for (String word : words(text)) {
            int sign = word.indexOf('=');
            attributes.put(sign < 0 ? word : word.substring(0, sign), rule(sign < 0 ? "" : word.substring(sign + 1)));
        }
        return attributes;
    }

    private static Rule rule(String text) {
        if (text.isEmpty()) {
            return new Rule("", Pattern.compile("(?s).*"), 0, -1);
        }
        if (text.contains("..")) {
            String[] ends = text.split("\\.\\.");
            int to = ends.length > 1 ? Integer.parseInt(ends[1]) : Integer.MAX_VALUE;
            String range = ends.length > 1 ? ends[0] + " to " + ends[1] : "at least " + ends[0];
            return new Rule("a whole number, " + range, Pattern.compile("\\d{1,9}"), Integer.parseInt(ends[0]), to);
        }
        if (text.contains(",")) {
            String one = alternatives(text.split(","));
            return new Rule(
                    "one or several of " + text.replace(",", ", ") + ", separated by spaces",
                    Pattern.compile(one + "(\\s+" + one + ")*"),
                    0,
                    -1);
        }
        String[] values = text.equals("bool") ? new String[] {"true", "false"} : text.split("\\|");
        return new Rule(String.join(" or ", values), Pattern.compile(alternatives(values)), 0, -1);
    }

    private static String alternatives(String... values) {
        return "(" + String.join("|", Arrays.stream(values).map(Pattern::quote).toList()) + ")";
    }
}
