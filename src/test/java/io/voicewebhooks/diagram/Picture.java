package io.voicewebhooks.diagram;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A picture as a reader of its XML finds it. */
final class Picture {
    private final Document document;

    private Picture(Document document) {
        this.document = document;
    }

    /** Fails where the picture is no well-formed XML. */
    static Picture of(String svg) throws Exception {
        return new Picture(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg))));
    }

    Stream<Element> all(String element) {
        return children(document.getDocumentElement(), element);
    }

    static Stream<Element> children(Element parent, String element) {
        NodeList found = parent.getElementsByTagName(element);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    /** The groups that are boxes. */
    List<Element> boxes() {
        return all("g").filter(group -> !group.getAttribute("id").isEmpty()).toList();
    }

    static Element rectangle(Element box) {
        return children(box, "rect").findFirst().orElseThrow();
    }

    /** {@code call-status → accepted}, by the titles of the links. */
    List<String> links() {
        return all("path")
                .filter(path -> path.getAttribute("class").startsWith("link"))
                .map(path -> path.getTextContent())
                .distinct()
                .toList();
    }

    List<String> titles() {
        return all("title").map(Element::getTextContent).toList();
    }

    List<String> texts() {
        return all("text").map(Element::getTextContent).toList();
    }

    static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
