package io.voicewebhooks.diagram;

import java.util.Optional;

/** What has passed so far, to be drawn on the picture. */
public interface Counts {
    /** Draws none. */
    Counts NONE = new Counts() {};

    /**
     * How much has passed.
     *
     * @param total  messages, those that failed among them
     * @param failed messages that failed
     */
    record Count(long total, long failed) {}

    /** What a route has taken; empty where that is not known. */
    default Optional<Count> route(String id) {
        return Optional.empty();
    }

    /** What a step of a route has sent on, by the ids that Camel gives them; empty where that is not known. */
    default Optional<Count> step(String route, String id) {
        return Optional.empty();
    }
}
