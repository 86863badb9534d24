package io.voicewebhooks.twiml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Checks what a template makes against Twilio's pages on TwiML: well-formed, its elements, attributes and values, what may
 * stand in what, lengths, and who chooses the number that is dialled. What the pages do not name is a warning, since Twilio
 * adds verbs and attributes.
 */
final class TwimlCheck extends DefaultHandler2 {
    private static final String ROOT = "Response";
    private static final int MOST_NUMBERS = 10;

    private final TemplateSample sample;
    private final TwimlPlace place;
    private final TwimlValues values;
    private final Deque<Open> open = new ArrayDeque<>();

    private static final class Open {
        private final String name;
        private final Optional<Vocabulary.Element> verb;
        private final StringBuilder text = new StringBuilder();
        private int numbers;

        Open(String name) {
            this.name = name;
            this.verb = Vocabulary.find(name);
        }
    }

    private TwimlCheck(TemplateSample sample, TwimlPlace place) {
        this.sample = sample;
        this.place = place;
        this.values = new TwimlValues(place);
    }

    /** Checks a sample of a file; returns the variables that choose whom Twilio calls. */
    static Set<String> check(String file, TemplateSample sample, Findings findings) {
        TwimlPlace place = new TwimlPlace(file, sample, findings);
        TwimlCheck check = new TwimlCheck(sample, place);
        try {
            Xml.parse(sample.document(), check);
        } catch (SAXParseException e) {
            findings.problem(place.at(e.getLineNumber()) + TemplateSample.written(e.getMessage()));
        } catch (SAXException e) {
            findings.problem(file + ": " + TemplateSample.written(e.getMessage()));
        }
        return check.values.dialled();
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        place.follow(locator);
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) {
        Open element = new Open(name);
        Open parent = open.peek();
        open.push(element);
        if (parent == null) {
            if (!name.equals(ROOT)) {
                place.problem("the root element is <" + name + ">; expected: <" + ROOT + ">");
            }
        } else if (element.verb.isEmpty()) {
            unknown(name);
        } else if (parent.verb.isPresent()) {
            nested(name, parent);
        }
        values.ofAttributes(name, element.verb, attributes);
    }

    private void unknown(String name) {
        Vocabulary.otherCase(name)
                .ifPresentOrElse(
                        known -> place.problem("there is no element <" + name + ">; expected: <" + known + ">"),
                        () -> place.warning("the element <" + name + "> is not known here; Twilio decides about it"));
    }

    private void nested(String name, Open parent) {
        List<String> children = parent.verb.orElseThrow().children();
        if (!children.contains(name)) {
            place.problem("<" + name + "> stands in <" + parent.name + ">; expected there: " + expected(parent));
        } else if (parent.name.equals("Dial") && ++parent.numbers == MOST_NUMBERS + 1) {
            place.problem(
                    "<Dial> calls more than " + MOST_NUMBERS + "; expected: at most " + MOST_NUMBERS + " at once");
        }
    }

    private static String expected(Open parent) {
        Vocabulary.Element element = parent.verb.orElseThrow();
        return Stream.concat(
                        Stream.of("text").filter(text -> element.text()),
                        element.children().stream().map(child -> "<" + child + ">"))
                .reduce((one, other) -> one + ", " + other)
                .orElse("nothing");
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (!open.isEmpty()) {
            open.peek().text.append(characters, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        Open element = open.pop();
        String text = element.text.toString().strip();
        if (element.verb.isPresent() && !element.verb.get().text() && sample.isText(text)) {
            place.problem("<" + name + "> holds the text \"" + TemplateSample.written(text) + "\"; expected there: "
                    + expected(element));
        }
        values.ofText(name, text);
    }

    /** A value may hold what ends a comment. */
    @Override
    public void comment(char[] characters, int start, int length) {
        TemplateSample.variables(new String(characters, start, length))
                .forEach(
                        variable -> place.problem("a comment holds {{" + variable + "}}; expected: no variable there"));
    }
}
