package io.voicewebhooks.testkit.rest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/** The audio of recordings, which the simulator's own server has, and may have troubles with. */
final class RestMedia {
    private static final Pattern AUDIO =
            Pattern.compile("/2010-04-01/Accounts/(AC[^/]+)/Recordings/RE[0-9a-f]{32}(\\.wav|\\.mp3)?");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private RestMedia() {}

    /** Answers a request for audio, or returns that it is none. */
    static boolean serve(HttpExchange exchange, RestAccount account) throws IOException {
        boolean audio = AUDIO.matcher(exchange.getRequestURI().getPath()).matches();
        if (!audio || !exchange.getRequestMethod().equals("GET") || account.media() == null) {
            return false;
        }
        HttpResponse<byte[]> answer = ask("GET", exchange.getRequestURI().toString(), account);
        answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                .set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        return true;
    }

    /** Deletes the audio of a recording, by its path. */
    static void delete(String path, RestAccount account) {
        if (account.media() != null) {
            try {
                ask("DELETE", path, account);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static HttpResponse<byte[]> ask(String method, String path, RestAccount account) throws IOException {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(account.media().url() + path))
                            .header("Authorization", account.authorization())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
