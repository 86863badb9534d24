package io.voicewebhooks.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.base.Resource;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.Domains;
import io.voicewebhooks.config.Account;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Twilio's REST API as one account may use it. twilio-java's classes take its {@link #client()}; lists are read page after page
 * here, since twilio-java would go round in a circle with a list that does. Whatever Twilio refuses is a
 * {@link TwilioApiException}; an answer 429 is waited for, until the thread is interrupted.
 *
 * <p>Resources come as JSON where a value that somebody else chose, such as an address that is no URI, must not hide the
 * others of its page: twilio-java's classes refuse it.
 */
public final class TwilioApi implements AutoCloseable {
    /** The most that Twilio gives. */
    private static final int PAGE_SIZE = 1000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Account account;
    private final ApiHttpClient http;
    private final TwilioRestClient client;

    /** Connects to nothing yet. */
    public TwilioApi(Account account) {
        this.account = account;
        this.http = new ApiHttpClient(account);
        this.client = new TwilioRestClient.Builder(account.user(), account.password())
                .accountSid(account.sid())
                .httpClient(http)
                .build();
    }

    /** Whose API this is. */
    public Account account() {
        return account;
    }

    /** For twilio-java's classes that fetch, create, update and delete. */
    public TwilioRestClient client() {
        return client;
    }

    /**
     * A list, newest first where Twilio does so. Further pages are asked for as they are needed. Of a reader's times only the
     * ranges can be used, such as {@code setEndTimeAfter}: any other, such as that of alerts, is sent without its zone.
     *
     * @throws TwilioApiException also while the stream is read: if a page repeats, for example
     */
    public <T extends Resource> Stream<T> list(Reader<T> reader) {
        if (reader.getPageSize() == null) {
            reader.pageSize(PAGE_SIZE);
        }
        // com.twilio.rest.<product>, which is in the name of its host too
        String product = reader.getClass().getPackageName().split("\\.")[3];
        return new PagedList<>(
                        reader.getClass().getSimpleName().replaceFirst("Reader$", "s"),
                        account.sid(),
                        () -> page(reader.firstPage(client), product),
                        url -> page(reader.getPage("https://" + product + ".twilio.com" + url, client), product))
                .stream();
    }

    private static <T> PagedList.Part<T> page(Page<T> page, String product) {
        return new PagedList.Part<>(page.getRecords(), page.hasNextPage() ? page.getNextPageUrl(product) : null);
    }

    /**
     * The same as JSON.
     *
     * @param path for example {@code /v1/ByocTrunks}
     * @param key  of the resources in a page
     */
    public Stream<JsonNode> list(Domains product, String path, Map<String, String> query, String key) {
        Request first = new Request(HttpMethod.GET, product.toString(), path);
        query.forEach(first::addQueryParam);
        if (!query.containsKey("PageSize")) {
            first.addQueryParam("PageSize", String.valueOf(PAGE_SIZE));
        }
        Function<String, Request> next = url -> new Request(HttpMethod.GET, product.toString(), url);
        return new PagedList<>(path, account.sid(), () -> page(first, key), url -> page(next.apply(url), key)).stream();
    }

    private PagedList.Part<JsonNode> page(Request request, String key) {
        JsonNode page = json(request);
        List<JsonNode> resources =
                StreamSupport.stream(page.path(key).spliterator(), false).toList();
        JsonNode next = page.has("meta") ? page.path("meta").path("next_page_url") : page.path("next_page_uri");
        return new PagedList.Part<>(
                resources, next.isTextual() && !next.asText().isEmpty() ? next.asText() : null);
    }

    /** A resource. */
    public JsonNode get(Domains product, String path) {
        return json(new Request(HttpMethod.GET, product.toString(), path));
    }

    /** What time it is at Twilio: the times of its resources are compared with that, not with our clock. */
    public Instant now() {
        Request any = new Request(
                HttpMethod.GET, Domains.API.toString(), "/2010-04-01/Accounts/" + account.sid() + "/Calls.json");
        any.addQueryParam("PageSize", "1");
        try {
            return Stream.of(client.request(any).getHeaders())
                    .filter(header -> header.getName().equalsIgnoreCase("Date"))
                    .map(header -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.getValue())))
                    .findFirst()
                    .orElseGet(Instant::now);
        } catch (DateTimeException e) {
            throw new TwilioApiException("the answer for the account " + account.sid() + " has a Date that is none", e);
        }
    }

    /** Creates or changes a resource; returns it as it is then. */
    public JsonNode post(Domains product, String path, Map<String, String> form) {
        Request request = new Request(HttpMethod.POST, product.toString(), path);
        form.forEach(request::addPostParam);
        return json(request);
    }

    private JsonNode json(Request request) {
        String content = client.request(request).getContent();
        try {
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            throw new TwilioApiException(
                    "the answer to " + request.getMethod() + " "
                            + request.getUrl().replaceFirst("\\?.*", "") + " for the account " + account.sid()
                            + " is no JSON",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
