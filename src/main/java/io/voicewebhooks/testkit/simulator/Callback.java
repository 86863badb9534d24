package io.voicewebhooks.testkit.simulator;

import java.util.List;

/**
 * Where TwiML wants to be told of something: three attributes with one beginning.
 *
 * @param url    absolute
 * @param events those that are asked for
 */
record Callback(String url, String method, List<String> events) {

    /** Reads {@code <name>}, {@code <name>Method} and {@code <name>Event}; null if there is no such URL. */
    static Callback of(Verb verb, Document document, String name, String standardEvents) {
        return verb.has(name)
                ? new Callback(
                        document.resolve(verb.attribute(name, "")),
                        verb.method(name + "Method"),
                        verb.values(name + "Event", standardEvents))
                : null;
    }
}
