package io.voicewebhooks.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /live}: events as they come into the call log, by server-sent events. The id of each is its row, so a browser that
 * was away gets what it missed, also over a restart; if that is too much, or of another log, it is told so. Where several
 * instances write to one PostgreSQL at the same moment, a row can become visible behind a later one, and is then missed.
 */
final class LivePage {
    private static final int MOST_STREAMS = 50;
    private static final long LOOK_MILLIS = 1_000;
    private static final long BEAT_MILLIS = 15_000;
    private static final int MOST_AT_ONCE = 300;
    private static final int MOST_MISSED = 1_000;

    private final AtomicInteger streams = new AtomicInteger();

    void add(Pages pages) {
        pages.get("/live", Access.READER, LivePage::newest);
        pages.direct("GET", "/live/events", Access.READER, this::open);
    }

    private static PageAnswer newest(PageRequest request) throws Exception {
        Map<String, Object> model = request.get("events", Map.of("limit", "50"));
        List<Map<String, Object>> events = Moments.list(model, "events");
        events.forEach(LivePage::describe);
        Collections.reverse(events);
        return request.page("live", "Live", model);
    }

    private static void describe(Map<String, Object> event) {
        Map<?, ?> data = event.get("data") instanceof Map<?, ?> map ? map : Map.of();
        event.put("words", Words.event(Words.text(event, "type"), data));
    }

    private void open(PageRequest request) {
        HttpServerResponse response = request.http().response();
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            request.error(503, "Too many live pages are open: " + MOST_STREAMS).send(response);
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: 2000\n\n");
        Stream stream = new Stream(request);
        Vertx vertx = request.http().vertx();
        long look = vertx.setPeriodic(1, LOOK_MILLIS, timer -> stream.look());
        // an event, since a script does not see comments
        long beat = vertx.setPeriodic(BEAT_MILLIS, timer -> response.write("event: beat\ndata:\n\n"));
        response.closeHandler(closed -> {
            vertx.cancelTimer(look);
            vertx.cancelTimer(beat);
            streams.decrementAndGet();
        });
        // whoever goes away is no failure
        response.exceptionHandler(gone -> {});
    }

    /** What one browser gets. */
    private static final class Stream {
        private final PageRequest request;
        private long last;
        private boolean looking;

        Stream(PageRequest request) {
            String header = request.http().request().getHeader("Last-Event-ID");
            String after = header == null ? request.parameter("after") : header;
            this.request = request;
            this.last = after.matches("\\d{1,18}") ? Long.parseLong(after) : 0;
        }

        /** A reader who is slow gets it later; what fails now is tried at the next look. */
        void look() {
            HttpServerResponse response = request.http().response();
            if (!looking && !response.writeQueueFull()) {
                looking = true;
                request.http()
                        .vertx()
                        .executeBlocking(this::read, false)
                        .onComplete(done -> looking = false)
                        .onSuccess(text -> response.write(text));
            }
        }

        private String read() throws Exception {
            StringBuilder text = new StringBuilder();
            Map<String, Object> found = after(last);
            long newest = number(found, "newest");
            if (newest < last || newest - last > MOST_MISSED) {
                text.append("event: gap\ndata:\n\n");
                found = after(Math.max(0, newest - MOST_AT_ONCE));
            }
            for (Map<String, Object> event : Moments.list(found, "events")) {
                describe(event);
                String html = request.part("live-event", event).body().toString();
                last = number(event, "row");
                text.append("id: %d\ndata: %s\n\n".formatted(last, html.replaceAll("\\s+", " ")));
            }
            return text.toString();
        }

        private Map<String, Object> after(long row) throws Exception {
            return request.get("events", Map.of("after", "" + row, "limit", "" + MOST_AT_ONCE));
        }

        private static long number(Map<String, Object> object, String name) {
            return object.get(name) instanceof Number number ? number.longValue() : 0;
        }
    }
}
