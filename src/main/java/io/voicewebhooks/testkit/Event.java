package io.voicewebhooks.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event as the application delivered it.
 *
 * @param json the whole CloudEvent
 */
public record Event(JsonNode json) {
    /** For example {@code call.missed}. */
    public String type() {
        return json.path("type").asText().replace("io.voicewebhooks.", "");
    }

    /** A parameter that Twilio sent, empty if there is none. */
    public String data(String name) {
        return json.path("data").path(name).asText();
    }

    /** A value that the flow put into the URL of the callback, for example {@code mailbox}; empty if there is none. */
    public String context(String name) {
        return json.path("data").path("context").path(name).asText();
    }

    @Override
    public String toString() {
        return type();
    }
}
