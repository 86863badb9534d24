package io.voicewebhooks.testkit.request;

import io.voicewebhooks.signature.SignatureKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Asks applications as Twilio does: signed, with Twilio's headers, within its time limits, again as often as the
 * connection overrides of the URL say, through redirects, with Basic authentication.
 */
public final class WebhookClient {
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> REDIRECTS_OF_A_POST = Set.of(307, 308);

    private final SignatureKey key;
    private final Transport transport = new Transport();
    private LocalAddress address = LocalAddress.NONE;
    private Predicate<Webhook> lost = webhook -> false;

    /** Signs with an auth token. */
    public WebhookClient(String authToken) {
        this.key = new SignatureKey(authToken);
    }

    /** Connects to another address than the one it signs for. */
    public void connectTo(LocalAddress local) {
        address = local;
    }

    /** Sends some requests to nobody. */
    public void loses(Predicate<Webhook> which) {
        lost = which;
    }

    /**
     * Sends a request, and sends it again as often as its URL says.
     *
     * @param dropsFirst whether the connection of the first try is lost before the reply is read
     */
    public Answer send(Webhook webhook, Session session, boolean dropsFirst) {
        if (lost.test(webhook)) {
            return Answer.lost(webhook);
        }
        long begun = System.nanoTime();
        WebhookUrl url;
        try {
            url = WebhookUrl.of(webhook.url());
        } catch (URISyntaxException e) {
            RequestFailure failure = new RequestFailure(11100, "the URL cannot be used: " + e.getMessage());
            return new Answer(webhook.url(), 0, "", new byte[0], false, Duration.ZERO, 0, Optional.of(failure));
        }
        ConnectionOverrides overrides = ConnectionOverrides.of(url.fragment());
        for (int tries = 1; ; tries++) {
            Duration left = overrides.totalTime().minusNanos(System.nanoTime() - begun);
            RequestLimits limits = new RequestLimits(overrides.connectTimeout(), overrides.readTimeout(), left);
            Attempt attempt = attempt(webhook, url, session, limits, dropsFirst && tries == 1);
            Duration time = Duration.ofNanos(System.nanoTime() - begun);
            if (tries > overrides.retries()
                    || !overrides.retriesAfter(attempt.kind())
                    || time.compareTo(overrides.totalTime()) >= 0) {
                return attempt.answer(time, tries);
            }
        }
    }

    /** Connection overrides of an URL that Twilio does not take, a line each. */
    public static List<String> wrongOverrides(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0
                ? List.of()
                : ConnectionOverrides.of(url.substring(fragment + 1)).problems();
    }

    private Attempt attempt(Webhook webhook, WebhookUrl first, Session session, RequestLimits limits, boolean dropped) {
        String form = webhook.isGet() ? "" : webhook.encoded();
        boolean post = !webhook.isGet();
        WebhookUrl url = post ? first : first.with(webhook.encoded());
        for (int redirects = 0; redirects <= MOST_REDIRECTS; ) {
            HttpRequest request = request(webhook, url, session, post, form);
            Attempt attempt =
                    dropped ? drop(request, form, limits) : transport.send(request, url.target(), session, limits);
            if (attempt.status() == 401 && session.logsInTo(url)) {
                continue;
            }
            if (!REDIRECTS.contains(attempt.status())) {
                return attempt;
            }
            post = post && REDIRECTS_OF_A_POST.contains(attempt.status());
            redirects++;
            try {
                url = url.redirectedTo(attempt.location());
            } catch (URISyntaxException e) {
                return Attempt.failed(
                        url.target(), new RequestFailure(11216, "redirected to \"" + attempt.location() + "\""), null);
            }
        }
        return Attempt.failed(
                url.target(), new RequestFailure(11215, "redirected more than " + MOST_REDIRECTS + " times"), null);
    }

    private HttpRequest request(Webhook webhook, WebhookUrl url, Session session, boolean post, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.toLocal(url.target()));
        List<Entry<String, String>> signed = List.of();
        if (post) {
            signed = List.copyOf(webhook.parameters().entrySet());
            request.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .POST(BodyPublishers.ofString(form));
        }
        request.header("User-Agent", "TwilioProxy/1.1")
                .header("I-Twilio-Idempotency-Token", webhook.idempotencyToken().toString())
                .header("X-Twilio-Signature", key.sign(url.signed(), signed))
                .header("X-Home-Region", "us1")
                .header("Accept", "*/*")
                .header("Accept-Encoding", "gzip");
        session.addTo(request, url);
        return request.build();
    }

    private static Attempt drop(HttpRequest request, String form, RequestLimits limits) {
        try {
            DroppedConnection.send(request, form.getBytes(StandardCharsets.UTF_8), limits.whole());
            return Attempt.failed(
                    request.uri(),
                    new RequestFailure(11205, "the connection was lost before the reply"),
                    ConnectionOverrides.Kind.READ);
        } catch (IOException e) {
            return Transport.failed(request.uri(), e);
        }
    }
}
