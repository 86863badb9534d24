package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A page that listens to the telephone's events until its connection is closed. */
final class EventReader implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile boolean over;

    EventReader(PhoneClient phone, String query, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = phone.page()
                .request("/phone/events" + query)
                .header("Cookie", phone.page().cookie().orElseThrow());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("events: " + response.statusCode());
        }
        body = response.body();
        Thread reader = new Thread(() -> {
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(lines::add);
            over = true;
        });
        reader.setUncaughtExceptionHandler((thread, closed) -> over = true);
        reader.setDaemon(true);
        reader.start();
    }

    List<String> lines() {
        return lines;
    }

    /** Whether the other side has ended it. */
    boolean isOver() {
        return over;
    }

    /** The messages so far. */
    List<JsonNode> messages() {
        return lines.stream()
                .filter(line -> line.startsWith("data: {\"call\""))
                .map(EventReader::read)
                .toList();
    }

    /** The number of the last message. */
    long last() {
        List<JsonNode> messages = messages();
        return messages.get(messages.size() - 1).path("seq").asLong();
    }

    /** Waits for an event of a call. */
    JsonNode event(String call, Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .until(
                        () -> messages().stream()
                                .filter(message -> message.path("call").asText().equals(call))
                                .map(message -> message.path("event"))
                                .filter(wanted)
                                .findFirst()
                                .orElse(null),
                        event -> event != null);
    }

    /** Waits until a call is over. */
    void over(String call) {
        event(call, event -> event.path("type").asText().equals("over"));
    }

    private static JsonNode read(String line) {
        try {
            return PhoneClient.MAPPER.readTree(line.substring("data: ".length()));
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
