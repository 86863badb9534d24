package io.voicewebhooks.twiml;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xml.sax.Attributes;

/** Checks the attributes and texts of a document: what Twilio accepts, how long it may be, and who chooses what is dialled. */
final class TwimlValues {
    /** What these elements hold decides whom Twilio calls. */
    private static final Set<String> DIALLED =
            Set.of("Dial", "Number", "Sip", "Uri", "Client", "Identity", "Sim", "WhatsApp");
    /** From here Twilio fetches the next TwiML, which may call anybody. */
    private static final Set<String> FETCHED = Set.of("action", "url", "waitUrl", "referUrl");

    private static final Set<String> ANNOUNCEMENTS = Set.of("Say", "Play");
    private static final int MOST_HINTS = 500;
    private static final int LONGEST_HINT = 100;
    private static final int LONGEST_SIP_URI = 255;
    private static final int LONGEST_SPEECH = 4096;

    private final TwimlPlace place;
    private final Set<String> dialled = new TreeSet<>();
    private boolean announced;

    TwimlValues(TwimlPlace place) {
        this.place = place;
    }

    Set<String> dialled() {
        return dialled;
    }

    void ofAttributes(String name, Optional<Vocabulary.Element> verb, Attributes attributes) {
        verb.ifPresent(known -> ofKnown(name, known, attributes));
        announced |= ANNOUNCEMENTS.contains(name);
        consent(name, attributes.getValue("record"));
    }

    private void ofKnown(String name, Vocabulary.Element verb, Attributes attributes) {
        for (int i = 0; i < attributes.getLength(); i++) {
            String attribute = attributes.getQName(i);
            String value = attributes.getValue(i);
            Vocabulary.Rule rule = verb.attributes().get(attribute);
            if (rule == null) {
                place.warning(
                        "the attribute " + attribute + " of <" + name + "> is not known here; Twilio decides about it");
            } else if (TemplateSample.variables(value).isEmpty() && !rule.accepts(value)) {
                place.problem("<" + name + "> has " + attribute + "=\"" + value + "\"; expected: " + rule.expected());
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
            place.problem("hints are too many or too long; expected: at most " + MOST_HINTS + " of at most "
                    + LONGEST_HINT + " characters");
        }
    }

    /** In many places a call may be recorded only after everybody was told. */
    private void consent(String name, String record) {
        boolean records = record != null && !Set.of("do-not-record", "false").contains(record);
        if (records && !announced && (name.equals("Dial") || name.equals("Conference"))) {
            place.warning("<" + name + "> records; expected: an announcement, <Say> or <Play>, before it");
        }
    }

    /** Looks at the text of an element, without white space around it. */
    void ofText(String name, String text) {
        if (DIALLED.contains(name)) {
            new LinkedHashSet<>(TemplateSample.variables(text)).forEach(variable -> dials(name, variable));
        }
        if (name.equals("Redirect")) {
            fetches(name, text);
            goesOn(text);
        }
        if (name.equals("Sip") && text.length() > LONGEST_SIP_URI) {
            place.problem("the address in <Sip> is too long; expected: at most " + LONGEST_SIP_URI + " characters");
        }
        if (name.equals("Say") && text.length() > LONGEST_SPEECH) {
            place.warning("<Say> has " + text.length() + " characters; Twilio speaks at most " + LONGEST_SPEECH);
        }
    }

    /** Twilio's parameters begin with a capital letter; context may repeat what a caller sent. */
    private void dials(String name, String variable) {
        if (variable.matches("[A-Z].*|context\\..*")) {
            place.problem(
                    "<" + name + "> holds {{" + variable + "}}, which the caller may have chosen; expected: a variable"
                            + " that the route sets from the configuration or with dialPlan");
        } else {
            dialled.add(variable);
        }
    }

    /** A variable further behind does not choose the host. */
    private void fetches(String name, String url) {
        if (url.startsWith("\uE000")) {
            dials(name, TemplateSample.variables(url).get(0));
        }
    }

    private void goesOn(String url) {
        if (url.startsWith(TemplateFunctions.SAMPLE_STEP)) {
            String step = url.substring(TemplateFunctions.SAMPLE_STEP.length());
            if (TemplateFunctions.isStep(step)) {
                place.step("/voice/" + step);
            } else {
                place.problem("{{#action}} holds \"" + TemplateSample.written(step)
                        + "\"; expected: the end of the path of a route below /voice/");
            }
        }
    }
}
