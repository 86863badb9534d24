package io.voicewebhooks.testkit.request;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/** Sends one request, and says in Twilio's terms what went wrong. */
final class Transport {
    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * Sends it.
     *
     * @param url what Twilio would have asked
     */
    Attempt send(HttpRequest request, URI url, Session session, RequestLimits limits) {
        CompletableFuture<HttpResponse<byte[]>> reply =
                client(limits.connect()).sendAsync(request, BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = reply.get(limits.whole().toNanos(), TimeUnit.NANOSECONDS);
            session.keep(url, response.headers());
            return Attempt.replied(
                    url,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Location").orElse(""),
                    unpacked(response),
                    response.headers().firstValue("Voice-Webhooks").orElse("").equals("fallback"));
        } catch (TimeoutException e) {
            reply.cancel(true);
            return Attempt.failed(request.uri(), limits.exceeded(), ConnectionOverrides.Kind.READ);
        } catch (ExecutionException e) {
            return failed(request.uri(), e.getCause());
        } catch (IOException e) {
            return failed(request.uri(), e);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a request was under way", e);
        }
    }

    private HttpClient client(Duration connectTimeout) {
        return clients.computeIfAbsent(connectTimeout, timeout -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build());
    }

    private static byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
        if (!response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip")) {
            return response.body();
        }
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return packed.readAllBytes();
        }
    }

    static Attempt failed(URI url, Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return connect(url, 11201, "connecting took too long");
        } else if (cause instanceof SSLException) {
            return connect(url, 11220, "TLS: " + cause.getMessage());
        } else if (cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException) {
            return connect(url, 11210, "there is no host " + url.getHost());
        } else if (cause instanceof ConnectException) {
            return connect(url, 11202, "nobody listens at " + url.getRawAuthority());
        }
        return Attempt.failed(
                url,
                new RequestFailure(11205, "the connection was lost before the reply (" + cause.getMessage() + ")"),
                ConnectionOverrides.Kind.READ);
    }

    private static Attempt connect(URI url, int code, String text) {
        return Attempt.failed(url, new RequestFailure(code, text), ConnectionOverrides.Kind.CONNECT);
    }
}
