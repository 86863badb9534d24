package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * An element of TwiML: a verb, or a noun inside of one.
 *
 * @param text   everything in it, white space as it is spoken: one space
 * @param offset where its tag begins in the document, in characters; -1 if it is in none
 */
record Verb(String name, Map<String, String> attributes, List<Verb> children, String text, int offset) {
    /** One that no document has. */
    Verb(String name, Map<String, String> attributes, List<Verb> children, String text) {
        this(name, attributes, children, text, -1);
    }

    /**
     * Takes it from a document.
     *
     * @param offsets of the elements, in order; those of this one and what is in it are taken away
     */
    static Verb of(Element element, Iterator<Integer> offsets) {
        int offset = offsets.hasNext() ? offsets.next() : -1;
        Map<String, String> attributes = new LinkedHashMap<>();
        NamedNodeMap nodes = element.getAttributes();
        for (int i = 0; i < nodes.getLength(); i++) {
            attributes.put(nodes.item(i).getNodeName(), nodes.item(i).getNodeValue());
        }
        List<Verb> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(of(child, offsets));
            }
        }
        return new Verb(
                element.getTagName(),
                attributes,
                children,
                element.getTextContent().replaceAll("\\s+", " ").strip(),
                offset);
    }

    /** The value of an attribute; a standard where it is missing. */
    String attribute(String attribute, String standard) {
        return attributes.getOrDefault(attribute, standard);
    }

    boolean has(String attribute) {
        return !attribute(attribute, "").isBlank();
    }

    boolean isOn(String attribute, boolean standard) {
        return attribute(attribute, String.valueOf(standard)).equalsIgnoreCase("true");
    }

    /** The number in an attribute; the standard too where it holds none, as in {@code timeout="auto"}. */
    int number(String attribute, int standard) {
        String value = attribute(attribute, "").strip();
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : standard;
    }

    Duration seconds(String attribute, int standard) {
        return Duration.ofSeconds(number(attribute, standard));
    }

    /** {@code GET} or {@code POST}, the default. */
    String method(String attribute) {
        return attribute(attribute, "POST").equalsIgnoreCase("GET") ? "GET" : "POST";
    }

    /** The values of an attribute that holds several, separated by spaces. */
    List<String> values(String attribute, String standard) {
        return List.of(attribute(attribute, standard).strip().split("\\s+"));
    }
}
