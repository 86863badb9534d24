package io.voicewebhooks.twiml;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds out what a caller would choose by a template: whom Twilio calls, or where it fetches the next TwiML, which may call
 * anybody.
 */
final class CallersChoice {
    private static final Set<String> DIALLED =
            Set.of("Dial", "Number", "Sip", "Uri", "Client", "Identity", "Sim", "WhatsApp");
    private static final Set<String> FETCHED = Set.of("action", "url", "waitUrl", "referUrl");

    /** Twilio's parameters begin with a capital letter; context may repeat what a caller sent. */
    private static final Pattern CALLERS = Pattern.compile("[A-Z].*|context\\..*");

    private final Set<String> dialled = new TreeSet<>();

    /** The variables that make such a choice and may come from a route. */
    Set<String> dialled() {
        return dialled;
    }

    /** What is wrong with the text of an element. */
    Optional<String> ofText(String element, String text) {
        if (DIALLED.contains(element)) {
            return Sample.variables(text).stream()
                    .map(variable -> chosenBy(element, variable))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return element.equals("Redirect") ? ofUrl(element, text) : Optional.empty();
    }

    /** What is wrong with an attribute of an element. */
    Optional<String> ofAttribute(String element, String attribute, String value) {
        return FETCHED.contains(attribute) ? ofUrl(element, value) : Optional.empty();
    }

    /** A variable further behind does not choose the host. */
    private Optional<String> ofUrl(String element, String url) {
        return Sample.beginsWithVariable(url)
                ? chosenBy(element, Sample.variables(url).get(0))
                : Optional.empty();
    }

    private Optional<String> chosenBy(String element, String variable) {
        if (CALLERS.matcher(variable).matches()) {
            return Optional.of("<" + element + "> holds {{" + variable + "}}, which the caller may have chosen; expected: a"
                    + " variable that the route sets from the configuration or with dialPlan");
        }
        dialled.add(variable);
        return Optional.empty();
    }
}
