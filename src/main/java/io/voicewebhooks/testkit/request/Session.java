package io.voicewebhooks.testkit.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What Twilio remembers from one request of a call to the next: cookies, and where it had to log in. */
public final class Session {
    private final CookieManager cookies = new CookieManager();
    private final Set<String> loggedIn = new HashSet<>();

    /** Adds the headers that this session has for an address. */
    void addTo(HttpRequest.Builder request, WebhookUrl url) {
        try {
            cookies.get(url.target(), Map.of())
                    .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (loggedIn.contains(url.origin())) {
            url.credentials().ifPresent(credentials -> request.header("Authorization", credentials));
        }
    }

    /** Keeps the cookies of an answer. */
    void keep(URI url, HttpHeaders headers) {
        try {
            cookies.put(url, headers.map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is worth while to ask again after a 401: Twilio asks without credentials first. */
    boolean logsInTo(WebhookUrl url) {
        return url.credentials().isPresent() && loggedIn.add(url.origin());
    }
}
