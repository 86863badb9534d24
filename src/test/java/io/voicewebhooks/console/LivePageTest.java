package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Events as they come, for browsers that come and go. */
class LivePageTest {
    private static final String CALL = "CA0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    private Application start(String token) {
        Application.Builder application = Application.with(directory).set("voice.sink.calls.enabled", "true");
        return (token == null ? application : application.set("voice.management.token", token)).start();
    }

    private static void add(Application application, int event) {
        try (Connection log = CallDatabase.of(application.context()).writer().getConnection();
                PreparedStatement call = log.prepareStatement(
                        "insert into call (call_sid, caller, called, started, updated)"
                                + " values (?, '+15551230001', '+15558675310', ?, 0) on conflict (call_sid) do nothing");
                PreparedStatement events = log.prepareStatement("insert into event (call, event_id, type, at, data)"
                        + " select id, ?, 'call.ringing', 0, '{}' from call where call_sid = ?")) {
            call.setString(1, CALL);
            // an old one would be removed
            call.setLong(2, System.currentTimeMillis());
            call.executeUpdate();
            events.setString(1, "event" + event);
            events.setString(2, CALL);
            events.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a browser gets until it goes away. */
    private static final class Listener implements AutoCloseable {
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final HttpResponse<InputStream> response;

        Listener(Application application, String query, String... headers) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(application.managementUrl() + "/live/events" + query));
            if (headers.length > 0) {
                request.headers(headers);
            }
            if (!List.of(headers).contains("Cookie")) {
                request.header("Authorization", "Bearer " + Operator.TOKEN);
            }
            response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | RuntimeException e) {
                lines.add("broken");
            }
            lines.add("over");
        }

        List<Long> ids() {
            return lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> Long.valueOf(line.substring(4)))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void whoWasAwayGetsWhatWasMissedAlsoOverARestart() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            IntStream.rangeClosed(1, 3).forEach(event -> add(application, event));
            String page = Operator.of(application).get("/live").body();
            assertThat(page).contains("data-after=\"3\"", "id=\"event-3\"", "the call rings", "+15551230001");

            try (Listener listener = new Listener(application, "?after=3")) {
                assertThat(listener.response.headers().firstValue("Content-Type"))
                        .contains("text/event-stream");
                add(application, 4);
                await().until(listener::ids, numbers(4, 4)::equals);
                assertThat(listener.lines).anySatisfy(line -> assertThat(line)
                        .startsWith("data: <tr id=\"event-4\">")
                        .contains("the call rings"));
            }
            add(application, 5);
        }
        try (Application application = start(Operator.TOKEN);
                Listener listener = new Listener(application, "?after=3", "Last-Event-ID", "4")) {
            await().until(listener::ids, numbers(5, 5)::equals);
            add(application, 6);
            await().until(listener::ids, numbers(5, 6)::equals);
            assertThat(listener.lines).doesNotContain("event: gap");
        }
    }

    @Test
    void thereIsNoHoleHoweverOftenABrowserComesBack() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            Thread writer = new Thread(() -> IntStream.rangeClosed(1, 400).forEach(event -> add(application, event)));
            writer.start();
            List<Long> got = new ArrayList<>();
            while (got.size() < 400) {
                String last = got.isEmpty() ? "0" : String.valueOf(got.get(got.size() - 1));
                try (Listener listener = new Listener(application, "", "Last-Event-ID", last)) {
                    await().until(() -> !listener.ids().isEmpty());
                    got.addAll(listener.ids());
                }
            }
            writer.join();
            assertThat(got).isEqualTo(numbers(1, 400));
        }
    }

    @Test
    void whoMissedTooMuchOrComesFromAnotherLogIsToldSo() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            IntStream.rangeClosed(1, 1_100).forEach(event -> add(application, event));
            try (Listener late = new Listener(application, "?after=2");
                    Listener stranger = new Listener(application, "?after=5000")) {
                await().until(late::ids, numbers(801, 1_100)::equals);
                await().until(stranger::ids, numbers(801, 1_100)::equals);
                assertThat(late.lines).contains("event: gap");
                assertThat(stranger.lines).contains("event: gap");
            }
        }
    }

    @Test
    void aRowThatIsSeenBehindALaterOneIsSentToo() throws Exception {
        try (Application application = start(Operator.TOKEN);
                Listener listener = new Listener(application, "")) {
            JdbcTemplate log =
                    new JdbcTemplate(CallDatabase.of(application.context()).writer());
            add(application, 1);
            await().until(listener::ids, List.of(1L)::equals);
            log.update("update event set id = 7");
            await().until(listener::ids, List.of(1L, 7L)::equals);

            log.update("insert into event (id, call, event_id, type, at, data)"
                    + " select 5, call, 'late', type, at, data from event");

            await().untilAsserted(() -> assertThat(listener.lines).anyMatch(line -> line.contains("id=\"event-5\"")));
            assertThat(listener.ids()).as("where to go on").containsExactly(1L, 7L, 7L);
        }
    }

    @Test
    void aStreamEndsWithTheSession() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            Visitor visitor = Visitor.loggedIn(application);
            try (Listener listener =
                    new Listener(application, "", "Cookie", visitor.cookie().orElseThrow())) {
                add(application, 1);
                await().until(listener::ids, numbers(1, 1)::equals);

                visitor.post("/logout");

                await().untilAsserted(() -> assertThat(listener.lines).contains("over"));
                add(application, 2);
                assertThat(listener.ids()).isEqualTo(numbers(1, 1));
            }
        }
    }

    @Test
    void whoAsksForTheHeadGetsNoStream() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            HttpRequest head = HttpRequest.newBuilder(URI.create(application.managementUrl() + "/live/events"))
                    .header("Authorization", "Bearer " + Operator.TOKEN)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            for (int i = 0; i < 51; i++) {
                assertThat(Listener.CLIENT
                                .send(head, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void healthIsToldWhilePagesWaitForTheLog() throws Exception {
        try (Application application = start(Operator.TOKEN)) {
            DataSource log = CallDatabase.of(application.context()).reader();
            List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
            try (Connection one = log.getConnection();
                    Connection two = log.getConnection();
                    Connection three = log.getConnection();
                    Connection four = log.getConnection()) {
                HttpRequest page = HttpRequest.newBuilder(URI.create(application.managementUrl() + "/calls"))
                        .header("Authorization", "Bearer " + Operator.TOKEN)
                        .build();
                for (int i = 0; i < 8; i++) {
                    pages.add(Listener.CLIENT.sendAsync(page, HttpResponse.BodyHandlers.ofString()));
                }
                try (Listener live = new Listener(application, "")) {
                    assertThat(live.response.statusCode()).isEqualTo(200);
                    assertThat(Operator.of(application)
                                    .get("/observe/health/live")
                                    .statusCode())
                            .isEqualTo(200);
                }
                assertThat(pages).noneMatch(CompletableFuture::isDone);
                assertThat(List.of(one, two, three, four)).noneMatch(connection -> connection == null);
            }
            for (CompletableFuture<HttpResponse<String>> each : pages) {
                assertThat(each.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void thereAreFiftyStreamsAndTheyEndWithTheApplication() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        try (Application application = start(Operator.TOKEN)) {
            for (int i = 0; i < 50; i++) {
                listeners.add(new Listener(application, ""));
                assertThat(listeners.get(i).response.statusCode()).isEqualTo(200);
            }
            try (Listener one = new Listener(application, "")) {
                assertThat(one.response.statusCode()).isEqualTo(503);
            }
            listeners.remove(0).close();
            await().until(() -> {
                Listener next = new Listener(application, "");
                listeners.add(next);
                return next.response.statusCode() == 200;
            });
        }
        await().untilAsserted(() -> assertThat(listeners.get(0).lines).contains("over"));
        for (Listener listener : listeners) {
            listener.close();
        }
    }

    @Test
    void withoutATokenNumbersAreMasked() throws Exception {
        try (Application application = start(null)) {
            add(application, 1);
            HttpResponse<String> page = Visitor.of(application).get("/live");
            assertThat(page.body()).contains("…0001").doesNotContain("5551230001");
            try (Listener listener = new Listener(application, "")) {
                await().until(listener::ids, numbers(1, 1)::equals);
                assertThat(String.join("", listener.lines)).contains("…0001").doesNotContain("5551230001");
            }
        }
    }
}
