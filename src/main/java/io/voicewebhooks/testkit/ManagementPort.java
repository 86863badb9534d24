package io.voicewebhooks.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;

/**
 * The management port of an application, as monitoring asks it.
 *
 * @param url without a path
 */
public record ManagementPort(String url) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** That of an application on this machine. */
    public static ManagementPort of(int port) {
        return new ManagementPort("http://127.0.0.1:" + port);
    }

    /**
     * Gets a page.
     *
     * @throws UncheckedIOException if nobody answers
     */
    public HttpResponse<String> get(String path) {
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The value of a meter, with its tags; 0 where it is not there, as a counter that has not counted yet. */
    public double meter(String nameAndTags) {
        return find(nameAndTags).orElse(0);
    }

    /** How many messages wait in a queue, for example {@code voice.events}; no number as long as nobody counts them. */
    public double depth(String queue) {
        return find("voice_queue_depth{queue=\"" + queue + "\"}").orElse(Double.NaN);
    }

    private OptionalDouble find(String nameAndTags) {
        return get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameAndTags + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameAndTags.length() + 1)))
                .findFirst();
    }
}
