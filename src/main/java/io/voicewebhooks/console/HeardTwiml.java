package io.voicewebhooks.console;

import io.voicewebhooks.twiml.TwimlText;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A reply as a reader wants it: as what happens at the telephone, and indented.
 *
 * @param heard nothing where the reply is no TwiML, as one that was cut off
 */
record HeardTwiml(List<String> heard, String text) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    static HeardTwiml of(String reply) {
        List<String> heard = new ArrayList<>();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            // nothing else is fetched, and nothing grows
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            hear(builder.parse(new InputSource(new StringReader(reply))).getDocumentElement(), heard);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            // no TwiML: nothing is heard
            heard.clear();
        }
        return new HeardTwiml(heard, TwimlText.indented(reply));
    }

    private static void hear(Element document, List<String> heard) {
        List<Element> verbs = children(document);
        for (Element verb : verbs) {
            String name = verb.getTagName();
            boolean last = verb == verbs.get(verbs.size() - 1);
            heard.add(words(verb));
            if (name.equals("Gather")) {
                children(verb).forEach(prompt -> heard.add(words(prompt)));
            }
            // an answer or a message is a request of its own: what follows is for the caller who was silent
            if (!last && (name.equals("Gather") || name.equals("Record"))) {
                heard.add(Words.of(name + ".silent", Map.of()));
            }
        }
    }

    private static String words(Element verb) {
        return Words.of(verb.getTagName(), name -> switch (name) {
            case "text" -> text(verb);
            case "nouns" ->
                children(verb).isEmpty()
                        ? text(verb)
                        : children(verb).stream().map(HeardTwiml::text).collect(Collectors.joining(" or "));
            default -> verb.getAttribute(name);
        });
    }

    private static String text(Element element) {
        return SPACE.matcher(element.getTextContent()).replaceAll(" ").strip();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
