package io.voicewebhooks.testkit;

import java.time.Duration;
import java.util.List;

/** What the application delivers, once it has nothing left to deliver. */
final class Deliveries {
    /** An event on its way from one queue to the next is seen in neither for a moment. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private final Application application;
    private final HttpReceiver sink;

    Deliveries(Application application, HttpReceiver sink) {
        this.application = application;
        this.sink = sink;
    }

    /** The events of a call and of the legs that it dialled, in the order in which they arrived. */
    List<Event> of(String callSid) {
        Wait.until("every event to be delivered", QUIET, this::nothingIsLeft);
        return sink.posts().stream()
                .filter(post -> post.status() < 300)
                .map(post -> new Event(post.json()))
                .filter(event -> callSid.equals(event.data("CallSid")) || callSid.equals(event.data("ParentCallSid")))
                .toList();
    }

    private boolean nothingIsLeft() {
        return application.context().getInflightRepository().size() == 0
                && application
                        .management("/observe/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("voice_queue_depth") && !line.contains("dead-letter"))
                        .allMatch(line -> line.endsWith(" 0.0"));
    }
}
