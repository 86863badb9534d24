package io.voicewebhooks.dev.phone;

import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.console.PageRequest;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** What one page gets of the {@link Messages}: server-sent events, which go on where they were broken off. */
final class EventStream {
    private static final long BEAT_MILLIS = 15_000;
    private static final int MOST_AT_ONCE = 200;

    private final PageRequest request;
    private final HttpServerResponse response;
    private final Context loop;
    private final Messages messages;
    private final Supplier<String> state;
    private final Runnable wake = this::wake;
    private long last;
    private String told = "";
    private long beat;

    /**
     * @param state of the application, JSON
     */
    EventStream(PageRequest request, Messages messages, Supplier<String> state) {
        this.request = request;
        this.response = request.http().response();
        this.loop = request.http().vertx().getOrCreateContext();
        this.messages = messages;
        this.state = state;
    }

    /** On the event loop. */
    void open() {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        // whoever goes away is no failure
        response.exceptionHandler(gone -> {});
        if (request.http().request().method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        response.write("retry: 500\n\n");
        begin();
        messages.listen(wake);
        beat = request.http().vertx().setPeriodic(BEAT_MILLIS, timer -> beat());
        response.closeHandler(gone -> leave());
        response.drainHandler(drained -> send());
        send();
    }

    /** After what the browser has; it is told so if that is not known any more. */
    private void begin() {
        String header = request.http().request().getHeader("Last-Event-ID");
        String after = header == null ? request.parameter("after") : header;
        if (after.matches("\\d{1,18}")) {
            last = Long.parseLong(after);
            if (!messages.holds(last)) {
                last = 0;
                tellState();
                response.write("event: gap\ndata: {\"newest\":" + messages.newest() + "}\n\n");
            }
        }
    }

    /** From any thread. */
    private void wake() {
        try {
            loop.runOnContext(nothing -> send());
        } catch (RejectedExecutionException e) {
            // its server is gone
            messages.leave(wake);
        }
    }

    /** A reader who is slow gets it later. */
    private void send() {
        if (response.closed() || response.ended()) {
            leave();
            return;
        }
        tellState();
        while (!response.writeQueueFull()) {
            List<Messages.Message> next = messages.after(last, MOST_AT_ONCE);
            if (next.isEmpty()) {
                return;
            }
            StringBuilder text = new StringBuilder();
            next.forEach(message -> text.append("id: %d\ndata: %s\n\n".formatted(message.number(), message.text())));
            last = next.get(next.size() - 1).number();
            response.write(text.toString());
        }
    }

    private void tellState() {
        String now = state.get();
        if (!now.equals(told)) {
            told = now;
            response.write("event: state\ndata: " + now + "\n\n");
        }
    }

    /** An event, since a script does not see comments. */
    private void beat() {
        if (request.isOver()) {
            leave();
            response.end();
        } else if (!response.closed()) {
            response.write("event: beat\ndata:\n\n");
        }
    }

    private void leave() {
        messages.leave(wake);
        request.http().vertx().cancelTimer(beat);
    }
}
