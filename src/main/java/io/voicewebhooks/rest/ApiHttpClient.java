package io.voicewebhooks.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.http.TimedHttpClient;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Sends to {@code twilio.api-url} what twilio-java means for the hosts of Twilio, waits and sends again what Twilio was too
 * busy for, and says in words why it refuses anything.
 */
final class ApiHttpClient extends HttpClient implements AutoCloseable {
    /** More than a page of 1,000 resources has. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int LONGEST_MESSAGE = 200;
    /** Twilio quotes the number that it refuses. */
    private static final Pattern NUMBER = Pattern.compile("(?<!\\w)\\+?\\d{7,15}(?!\\w)");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<Integer, String> ADVICE = Map.of(
            401, "the auth token or API key that is configured is not one of this account, or is of another region",
            403, "these credentials may not do this",
            404, "Twilio does not have it, or not in this account",
            429, "too many requests at once, " + BackOff.TRIES + " times in a row");

    private final Account account;
    private final CloseableHttpClient client;

    ApiHttpClient(Account account) {
        this.account = account;
        this.client = TimedHttpClient.builder(SystemDefaultDnsResolver.INSTANCE)
                .useSystemProperties()
                .build();
    }

    /** Returns nothing but answers that say that it was done. */
    @Override
    public Response makeRequest(Request request) {
        URI url = at(account.apiUrl(), URI.create(request.constructURL().toString()));
        for (int tries = 1; ; tries++) {
            Response answer = send(request, url);
            int status = answer.getStatusCode();
            if (status >= 200 && status < 300) {
                return answer;
            }
            if (status != 429 || tries == BackOff.TRIES) {
                throw refusal(request.getMethod(), url, answer);
            }
            await(request.getMethod(), url, tries, answer);
        }
    }

    /**
     * Where a host of Twilio is asked: the same product of the region of {@code twilio.api-url}; any other server stands for
     * all products, and may name a further page with the path of that URL in front.
     */
    static URI at(String apiUrl, URI asked) {
        String product = asked.getHost().replaceFirst("\\..*", "");
        String base =
                apiUrl.replaceFirst("(?i)^(https?://)api(?=(\\.[a-z0-9-]+)*\\.twilio\\.com(:\\d+)?$)", "$1" + product);
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        String prefix = URI.create(base).getRawPath();
        String path = asked.getRawPath();
        boolean whole = !prefix.isEmpty() && path.startsWith(prefix + "/");
        return URI.create(base + (whole ? path.substring(prefix.length()) : path) + query);
    }

    private Response send(Request request, URI url) {
        HttpUriRequestBase http = new HttpUriRequestBase(request.getMethod().toString(), url);
        http.setHeader("Authorization", request.getAuthString());
        http.setHeader("Accept", "application/json");
        // a GET with a body is refused
        if (request.getMethod() == HttpMethod.POST) {
            http.setEntity(new StringEntity(request.encodeFormBody(), ContentType.APPLICATION_FORM_URLENCODED));
        }
        try {
            return client.execute(http, answer -> new Response(text(answer), answer.getCode(), answer.getHeaders()));
        } catch (IOException e) {
            throw new TwilioApiException(
                    "no answer to " + asked(request.getMethod(), url) + " at " + url.getScheme() + "://"
                            + url.getAuthority() + ": " + Cause.of(e),
                    e);
        }
    }

    private static String text(ClassicHttpResponse answer) throws IOException {
        if (answer.getEntity() == null) {
            return "";
        }
        try (InputStream content = answer.getEntity().getContent()) {
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("the answer is longer than " + (MOST_BYTES >> 20) + " MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private TwilioApiException refusal(HttpMethod method, URI url, Response answer) {
        int status = answer.getStatusCode();
        JsonNode error = json(answer.getContent());
        Integer code = error.path("code").isInt() ? error.path("code").intValue() : null;
        String words = NUMBER.matcher(error.path("message").asText("").replace(account.password(), "…"))
                .replaceAll("…");
        String said =
                (code == null ? "" : ", " + code) + (words.isEmpty() ? "" : " " + LogText.of(words, LONGEST_MESSAGE));
        String advice = status >= 500 ? "a fault on Twilio's side" : ADVICE.getOrDefault(status, "");
        return new TwilioApiException(
                "Twilio answered " + status + said + " to " + asked(method, url)
                        + (advice.isEmpty() ? "" : ": " + advice),
                code,
                status,
                null);
    }

    private static JsonNode json(String content) {
        try {
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode();
        }
    }

    /** Without the query, which may hold numbers of callers. */
    private String asked(HttpMethod method, URI url) {
        return method + " " + LogText.of(url.getRawPath(), LONGEST_MESSAGE) + " for the account " + account.sid();
    }

    /** Ends when the thread is interrupted. */
    private void await(HttpMethod method, URI url, int tries, Response answer) {
        try {
            Thread.sleep(BackOff.after(
                            tries,
                            retryAfter(answer),
                            ThreadLocalRandom.current().nextDouble())
                    .toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TwilioApiException("cancelled while Twilio was too busy for " + asked(method, url), e);
        }
    }

    private static String retryAfter(Response answer) {
        for (Header header : answer.getHeaders()) {
            if (header.getName().equalsIgnoreCase("Retry-After")) {
                return header.getValue();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
