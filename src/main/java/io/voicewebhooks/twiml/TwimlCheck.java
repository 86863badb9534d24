package io.voicewebhooks.twiml;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
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
    /** What these elements hold decides whom Twilio calls. */
    private static final Set<String> DIALLED =
            Set.of("Dial", "Number", "Sip", "Uri", "Client", "Identity", "Sim", "WhatsApp");
    /** From here Twilio fetches the next TwiML, which may call anybody. */
    private static final Set<String> FETCHED = Set.of("action", "url", "waitUrl", "referUrl");

    private static final Set<String> ANNOUNCEMENTS = Set.of("Say", "Play");
    private static final int MOST_NUMBERS = 10;
    private static final int MOST_HINTS = 500;
    private static final int LONGEST_HINT = 100;
    private static final int LONGEST_SIP_URI = 255;
    private static final int LONGEST_SPEECH = 4096;

    private final String file;
    private final Sample sample;
    private final Findings findings;
    private final Set<String> dialled = new TreeSet<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private Locator locator;
    private boolean announced;

    /** An element that is not closed yet, with what was seen in it. */
    private static final class Open {
        private final String name;
        private final Optional<Verbs.Element> verb;
        private final StringBuilder text = new StringBuilder();
        private int numbers;

        Open(String name) {
            this.name = name;
            this.verb = Verbs.find(name);
        }
    }

    private TwimlCheck(String file, Sample sample, Findings findings) {
        this.file = file;
        this.sample = sample;
        this.findings = findings;
    }

    /**
     * Checks a sample.
     *
     * @param file where the template is, as people write it
     * @return the variables that choose whom Twilio calls
     */
    static Set<String> check(String file, Sample sample, Findings findings) {
        TwimlCheck check = new TwimlCheck(file, sample, findings);
        try {
            parse(sample.document(), check);
        } catch (SAXParseException e) {
            findings.problem(check.at(e.getLineNumber()) + Sample.written(e.getMessage()));
        } catch (SAXException e) {
            findings.problem(file + ": " + Sample.written(e.getMessage()));
        }
        return check.dialled;
    }

    /**
     * @throws SAXException if a document is not well-formed
     */
    static void parse(String document, DefaultHandler2 handler) throws SAXException {
        try {
            // the JDK's own: nobody looks through all jars for another one
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            // Twilio reads no document type; nor do we, so that no template reaches for other files
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            SAXParser parser = factory.newSAXParser();
            parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
            parser.parse(new InputSource(new StringReader(document)), handler);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        this.locator = locator;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) {
        Open element = new Open(name);
        Open parent = open.peek();
        open.push(element);
        if (parent == null) {
            if (!name.equals(ROOT)) {
                problem("the root element is <" + name + ">; expected: <" + ROOT + ">");
            }
        } else if (element.verb.isEmpty()) {
            unknown(name);
        } else if (parent.verb.isPresent()) {
            nested(name, parent);
        }
        element.verb.ifPresent(verb -> attributes(name, verb, attributes));
        announced |= ANNOUNCEMENTS.contains(name);
        consent(name, attributes.getValue("record"));
    }

    private void unknown(String name) {
        Verbs.otherCase(name)
                .ifPresentOrElse(
                        known -> problem("there is no element <" + name + ">; expected: <" + known + ">"),
                        () -> warning("the element <" + name + "> is not known here; Twilio decides about it"));
    }

    private void nested(String name, Open parent) {
        List<String> children = parent.verb.orElseThrow().children();
        if (!children.contains(name)) {
            problem("<" + name + "> stands in <" + parent.name + ">; expected there: " + expected(parent));
        } else if (parent.name.equals("Dial") && ++parent.numbers == MOST_NUMBERS + 1) {
            problem("<Dial> calls more than " + MOST_NUMBERS + "; expected: at most " + MOST_NUMBERS + " at once");
        }
    }

    private static String expected(Open parent) {
        List<String> children = parent.verb.orElseThrow().children();
        String elements = String.join(
                ", ", children.stream().map(child -> "<" + child + ">").toList());
        if (parent.verb.get().text()) {
            return elements.isEmpty() ? "text" : "text, " + elements;
        }
        return elements.isEmpty() ? "nothing" : elements;
    }

    private void attributes(String name, Verbs.Element verb, Attributes attributes) {
        for (int i = 0; i < attributes.getLength(); i++) {
            String attribute = attributes.getQName(i);
            String value = attributes.getValue(i);
            Verbs.Rule rule = verb.attributes().get(attribute);
            if (rule == null) {
                warning("the attribute " + attribute + " of <" + name + "> is not known here; Twilio decides about it");
            } else if (Sample.variables(value).isEmpty() && !rule.accepts(value)) {
                problem("<" + name + "> has " + attribute + "=\"" + value + "\"; expected: " + rule.expected());
            }
            if (attribute.equals("hints")) {
                hints(value);
            }
            if (FETCHED.contains(attribute)) {
                fetches(name, value);
            }
            goesOn(value);
        }
    }

    private void hints(String value) {
        List<String> hints = Arrays.asList(value.split(","));
        if (hints.size() > MOST_HINTS || hints.stream().anyMatch(hint -> hint.length() > LONGEST_HINT)) {
            problem("hints are too many or too long; expected: at most " + MOST_HINTS + " of at most " + LONGEST_HINT
                    + " characters");
        }
    }

    /** In many places a call may be recorded only after everybody was told. */
    private void consent(String name, String record) {
        boolean records = record != null && !Set.of("do-not-record", "false").contains(record);
        if (records && !announced && (name.equals("Dial") || name.equals("Conference"))) {
            warning("<" + name + "> records; expected: an announcement, <Say> or <Play>, before it");
        }
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
            problem("<" + name + "> holds the text \"" + Sample.written(text) + "\"; expected there: "
                    + expected(element));
        }
        if (DIALLED.contains(name)) {
            new LinkedHashSet<>(Sample.variables(text)).forEach(variable -> dials(name, variable));
        }
        if (name.equals("Redirect")) {
            fetches(name, text);
            goesOn(text);
        }
        if (name.equals("Sip") && text.length() > LONGEST_SIP_URI) {
            problem("the address in <Sip> is too long; expected: at most " + LONGEST_SIP_URI + " characters");
        }
        if (name.equals("Say") && text.length() > LONGEST_SPEECH) {
            warning("<Say> has " + text.length() + " characters; Twilio speaks at most " + LONGEST_SPEECH);
        }
    }

    /** Twilio's parameters begin with a capital letter; context may repeat what a caller sent. */
    private void dials(String name, String variable) {
        if (variable.matches("[A-Z].*|context\\..*")) {
            problem("<" + name + "> holds {{" + variable + "}}, which the caller may have chosen; expected: a variable"
                    + " that the route sets from the configuration or with dialPlan");
        } else {
            dialled.add(variable);
        }
    }

    /** A variable further behind does not choose the host. */
    private void fetches(String name, String url) {
        if (url.startsWith("\uE000")) {
            dials(name, Sample.variables(url).get(0));
        }
    }

    private void goesOn(String url) {
        if (url.startsWith(Functions.SAMPLE_STEP)) {
            String step = url.substring(Functions.SAMPLE_STEP.length());
            if (Functions.isStep(step)) {
                findings.step(at(locator.getLineNumber()), "/voice/" + step);
            } else {
                problem("{{#action}} holds \"" + Sample.written(step)
                        + "\"; expected: the end of the path of a route below /voice/");
            }
        }
    }

    /** A value may hold what ends a comment. */
    @Override
    public void comment(char[] characters, int start, int length) {
        Sample.variables(new String(characters, start, length))
                .forEach(variable -> problem("a comment holds {{" + variable + "}}; expected: no variable there"));
    }

    private void problem(String text) {
        findings.problem(at(locator.getLineNumber()) + text);
    }

    private void warning(String text) {
        findings.warning(at(locator.getLineNumber()) + text);
    }

    private String at(int line) {
        return file + ", line " + sample.line(line) + ": ";
    }
}
