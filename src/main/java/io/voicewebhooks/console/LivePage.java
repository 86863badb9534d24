package io.voicewebhooks.console;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /live}: events as they come into the call log, by server-sent events. The id of each is its row, so a browser that
 * was away gets what it missed, also over a restart; if that is too much, or of another log, it is told so. A stream ends
 * with the session that it is of. PostgreSQL can show a row behind a later one: for some seconds that is looked for, too,
 * unless the browser comes back just then.
 */
final class LivePage {
    private static final int MOST_STREAMS = 50;
    private static final long LOOK_MILLIS = 1_000;
    private static final long BEAT_MILLIS = 15_000;
    private static final int MOST_AT_ONCE = 300;
    private static final int MOST_MISSED = 1_000;
    /** Rows before the last one that may still come, and looks after it in which they do. */
    private static final int LATE = 200;

    private static final int LATE_LOOKS = 10;

    private final AtomicInteger streams = new AtomicInteger();
    /** One at a time, so a log that does not answer keeps none waiting but these. */
    private final WorkerExecutor reader;

    LivePage(Pages pages) {
        this.reader = pages.vertx().createSharedWorkerExecutor("live", 1);
    }

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
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        // whoever goes away is no failure
        response.exceptionHandler(gone -> {});
        if (request.http().request().method() == HttpMethod.HEAD) {
            streams.decrementAndGet();
            response.end();
            return;
        }
        response.write("retry: 2000\n\n");
        new Stream(request).begin();
    }

    /** What one browser gets. */
    private final class Stream {
        private final PageRequest request;
        private final HttpServerResponse response;
        private final Vertx vertx;
        /** Those behind {@link #last} that were sent, or were there before. */
        private final Set<Long> known = new HashSet<>();

        private long last;
        private boolean begun;
        /** Looks since the last event. */
        private int quiet;

        private boolean looking;
        private long look;
        private long beat;

        Stream(PageRequest request) {
            String header = request.http().request().getHeader("Last-Event-ID");
            String after = header == null ? request.parameter("after") : header;
            this.request = request;
            this.response = request.http().response();
            this.vertx = request.http().vertx();
            this.last = after.matches("\\d{1,18}") ? Long.parseLong(after) : 0;
        }

        void begin() {
            look = vertx.setPeriodic(1, LOOK_MILLIS, timer -> look());
            // an event, since a script does not see comments
            beat = vertx.setPeriodic(BEAT_MILLIS, timer -> response.write("event: beat\ndata:\n\n"));
        }

        /** A reader who is slow gets it later; what fails now is tried at the next look. */
        private void look() {
            if (request.isOver() || response.closed()) {
                vertx.cancelTimer(look);
                vertx.cancelTimer(beat);
                streams.decrementAndGet();
                response.end();
            } else if (!looking && !response.writeQueueFull()) {
                looking = true;
                reader.executeBlocking(this::read, false)
                        .onComplete(done -> looking = false)
                        .onSuccess(text -> {
                            if (!response.ended()) {
                                response.write(text);
                            }
                        });
            }
        }

        private String read() throws Exception {
            StringBuilder text = new StringBuilder();
            Map<String, Object> found = after(quiet > LATE_LOOKS ? last : last - LATE);
            long newest = number(found, "newest");
            quiet = newest == last ? quiet + 1 : 0;
            if (newest < last || newest - last > MOST_MISSED) {
                text.append("event: gap\ndata:\n\n");
                last = Math.max(0, newest - MOST_AT_ONCE);
                known.clear();
                found = after(last);
            }
            long before = begun ? 0 : last;
            for (Map<String, Object> event : Moments.list(found, "events")) {
                long row = number(event, "row");
                if (known.add(row) && row > before) {
                    last = Math.max(last, row);
                    describe(event);
                    String html = request.part("live-event", event).body().toString();
                    text.append("id: %d\ndata: %s\n\n".formatted(last, html.replaceAll("\\s+", " ")));
                }
            }
            begun = true;
            known.removeIf(row -> row <= last - LATE);
            return text.toString();
        }

        private Map<String, Object> after(long row) throws Exception {
            String most = String.valueOf(MOST_AT_ONCE + LATE);
            return request.get("events", Map.of("after", "" + Math.max(0, row), "limit", most));
        }

        private static long number(Map<String, Object> object, String name) {
            return object.get(name) instanceof Number number ? number.longValue() : 0;
        }
    }
}
