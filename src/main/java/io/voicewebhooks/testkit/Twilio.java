package io.voicewebhooks.testkit;

import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.testkit.request.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sends webhooks as Twilio does: signed over the public URL, to wherever the application listens. */
public final class Twilio {
    /** {@code AccountSid}. */
    public static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    /** The token of the account. */
    public static final String TOKEN = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
    /** What it believes to call. */
    public static final String PUBLIC_URL = "https://voice.example.com";

    private final HttpClient client;
    private final String listener;
    private final String publicUrl;
    private final SignatureKey key;

    /**
     * @param listener  where the application listens, for example {@code http://127.0.0.1:8080}
     * @param publicUrl what Twilio believes to call
     */
    public Twilio(String listener, String publicUrl, String token) {
        this(
                listener,
                publicUrl,
                token,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** The same with a client of one's own. */
    public Twilio(String listener, String publicUrl, String token, HttpClient client) {
        this.client = client;
        this.listener = listener;
        this.publicUrl = publicUrl;
        this.key = new SignatureKey(token);
    }

    /** A new {@code CallSid}. */
    public static String callSid() {
        return "CA" + hex();
    }

    /** A new {@code RecordingSid}. */
    public static String recordingSid() {
        return "RE" + hex();
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** A call to our number, as its first webhook describes it. */
    public static List<Entry<String, String>> call(String callSid) {
        return List.of(
                Map.entry("AccountSid", ACCOUNT),
                Map.entry("ApiVersion", "2010-04-01"),
                Map.entry("CallSid", callSid),
                Map.entry("CallStatus", "ringing"),
                Map.entry("Called", "+15558675310"),
                Map.entry("Caller", "+15551230001"),
                Map.entry("Direction", "inbound"),
                Map.entry("From", "+15551230001"),
                Map.entry("FromCity", ""),
                Map.entry("To", "+15558675310"));
    }

    /** A call status callback. */
    public static List<Entry<String, String>> status(String callSid, String status) {
        return with(
                call(callSid),
                "CallStatus",
                status,
                "CallbackSource",
                "call-progress-events",
                "SequenceNumber",
                "0",
                "Timestamp",
                "Mon, 23 Nov 2026 15:00:00 +0000");
    }

    /** A recording status callback of a voicemail. */
    public static List<Entry<String, String>> recording(String callSid, String recordingSid, String status) {
        return List.of(
                Map.entry("RecordingSource", "RecordVerb"),
                Map.entry("RecordingSid", recordingSid),
                Map.entry(
                        "RecordingUrl",
                        "https://api.twilio.com/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/" + recordingSid),
                Map.entry("RecordingStatus", status),
                Map.entry("RecordingChannels", "1"),
                Map.entry("ErrorCode", "0"),
                Map.entry("CallSid", callSid),
                Map.entry("RecordingStartTime", "Mon, 23 Nov 2026 15:00:05 +0000"),
                Map.entry("AccountSid", ACCOUNT),
                Map.entry("RecordingDuration", "21"));
    }

    /** The same parameters with other values, or further ones at the end. */
    public static List<Entry<String, String>> with(List<Entry<String, String>> parameters, String... namesAndValues) {
        List<Entry<String, String>> changed = new ArrayList<>(parameters);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Entry<String, String> entry = Map.entry(namesAndValues[i], namesAndValues[i + 1]);
            boolean known = changed.removeIf(parameter -> parameter.getKey().equals(entry.getKey()));
            changed.add(known ? Math.min(changed.size(), parameters.size() - 1) : changed.size(), entry);
        }
        return changed;
    }

    /** Posts a signed form. */
    public HttpResponse<String> post(String target, List<Entry<String, String>> form) {
        return postRaw(target, encode(form), form);
    }

    /** Posts a form in the very encoding that was captured, signed. */
    public HttpResponse<String> postRaw(String target, String body, List<Entry<String, String>> form) {
        return send(posting(target, body, sign(target, form)));
    }

    /** A request that posts a form, with any signature. */
    public HttpRequest posting(String target, List<Entry<String, String>> form, String signature) {
        return posting(target, encode(form), signature);
    }

    private HttpRequest posting(String target, String body, String signature) {
        return request(target)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .header("X-Twilio-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** Gets with a query in the very encoding that was captured, signed. */
    public HttpResponse<String> getRaw(String target, String query) {
        String full = target + "?" + query;
        return send(request(full)
                .header("X-Twilio-Signature", sign(full, List.of()))
                .build());
    }

    /** Posts a form with any signature. */
    public HttpResponse<String> post(String target, List<Entry<String, String>> form, String signature) {
        return send(posting(target, form, signature));
    }

    /** Gets with everything in the query, signed. */
    public HttpResponse<String> get(String target, List<Entry<String, String>> parameters) {
        return getRaw(target, encode(parameters));
    }

    /** The signature of a form that is posted to a target. */
    public String sign(String target, List<Entry<String, String>> form) {
        return key.sign(publicUrl + target, form);
    }

    /** A request to the application with Twilio's headers, not signed yet. */
    public HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(listener + target))
                .header("User-Agent", "TwilioProxy/1.1")
                .header("I-Twilio-Idempotency-Token", UUID.randomUUID().toString())
                .header("X-Home-Region", "us1")
                .header("Accept", "*/*");
    }

    /** Sends a request. */
    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As a form or a query. */
    public static String encode(List<Entry<String, String>> parameters) {
        return parameters.stream()
                .map(parameter -> Webhook.encode(parameter.getKey()) + "=" + Webhook.encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }
}
