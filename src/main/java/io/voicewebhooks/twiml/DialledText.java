package io.voicewebhooks.twiml;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Finds templates that would dial, or go on with, what a caller sent: a number of the caller's choice is a call that the
 * owner pays for (toll fraud). What is dialled has to be a variable that the route sets.
 */
final class DialledText {
    private static final List<String> NOUNS =
            List.of("Dial", "Number", "Sip", "Client", "Sim", "Application", "WhatsApp", "Redirect");
    /** Rendered in place of a variable's value. */
    private static final String SAMPLE = "\u2039%s\u203a";

    private static final Pattern SENT = Pattern.compile(SAMPLE.formatted("(\\p{Lu}[^\u203a]*|context\\.[^\u203a]*)"));

    private DialledText() {}

    /** A value that tells the name of its variable. */
    static String sample(String variable) {
        return SAMPLE.formatted(variable);
    }

    /** A line for every parameter of the request that a document, rendered with samples, has in a place that is dialled. */
    static Set<String> problems(Document document) {
        Set<String> problems = new TreeSet<>();
        for (String noun : NOUNS) {
            NodeList elements = document.getElementsByTagName(noun);
            for (int i = 0; i < elements.getLength(); i++) {
                SENT.matcher(elements.item(i).getTextContent())
                        .results()
                        .forEach(found -> problems.add(": <" + noun + "> takes {{" + found.group(1)
                                + "}}, which the caller chooses; allowed: a variable that the route sets"));
            }
        }
        return problems;
    }
}
