package io.voicewebhooks.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.twilio.rest.Domains;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.monitor.v1.Event;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioApiTest {
    private static final String NUMBERS = "/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/IncomingPhoneNumbers.json";

    private RestServer twilio;
    private RestAccount account;
    private TwilioApi api;

    @BeforeEach
    void start() {
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        api = new TwilioApi(
                new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, twilio.url()));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        twilio.close();
    }

    private List<JsonNode> numbers(int pageSize) {
        return api.list(Domains.API, NUMBERS, Map.of("PageSize", String.valueOf(pageSize)), "incoming_phone_numbers")
                .toList();
    }

    /** Twilio's answers are hostile like everything else that comes from outside. */
    @ParameterizedTest
    @ValueSource(strings = {"/2010-04-01/%zz", "/2010-04-01/a|b?Page=1", "/a\\\\b", "http://[/x"})
    void aNextPageThatIsNoAddressIsAnAnswerThatIsNone(String next) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = ("{\"incoming_phone_numbers\": [{\"sid\": \"PN1\"}], \"next_page_uri\": \"" + next + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (TwilioApi other =
                new TwilioApi(new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, url))) {
            assertThatThrownBy(() -> other.list(Domains.API, NUMBERS, Map.of(), "incoming_phone_numbers")
                            .toList())
                    .isInstanceOf(TwilioApiException.class)
                    .hasMessageContaining(Twilio.ACCOUNT);
        } finally {
            server.stop(0);
        }
    }

    private List<String> add(int howMany) {
        return IntStream.range(0, howMany)
                .mapToObj(i -> account.number("+1555000%04d".formatted(i), Map.of()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "6", "7", "8", "14", "30"})
    void everyResourceOfEveryPageIsRead(int howMany) {
        List<String> sids = add(howMany);

        assertThat(numbers(7)).map(number -> number.path("sid").asText()).containsExactlyInAnyOrderElementsOf(sids);
        assertThat(api.list(IncomingPhoneNumber.reader(Twilio.ACCOUNT).pageSize(7)))
                .map(IncomingPhoneNumber::getSid)
                .containsExactlyInAnyOrderElementsOf(sids);
    }

    @Test
    void pagesOfMonitorAreReadFromTheSameServer() {
        String number = account.number("+15550000001", Map.of());
        IntStream.range(0, 5).forEach(i -> account.changeInConsole(number, "voice_url", "https://example.com/" + i));

        assertThat(api.list(Event.reader().setResourceSid(number).pageSize(2)))
                .map(event -> event.getActorType())
                .hasSize(5)
                .containsOnly("user");
        assertThat(api.list(Domains.MONITOR, "/v1/Events", Map.of("PageSize", "2"), "events"))
                .hasSize(5);
    }

    @Test
    void furtherPagesAreAskedForWhenTheyAreNeeded() {
        add(20);

        assertThat(api.list(Domains.API, NUMBERS, Map.of("PageSize", "5"), "incoming_phone_numbers")
                        .limit(3))
                .hasSize(3);
        assertThat(twilio.requests()).hasSize(1);
    }

    @Test
    void aListThatComesBackToAPageIsRefused() {
        add(20);
        twilio.fails(RestFault.REPEATED_PAGE);

        assertThatThrownBy(() -> numbers(5))
                .isInstanceOf(TwilioApiException.class)
                .hasMessage("the list of " + NUMBERS + " of the account " + Twilio.ACCOUNT
                        + " repeats a page: what came until then is not all of it");
        assertThatThrownBy(() -> api.list(
                                IncomingPhoneNumber.reader(Twilio.ACCOUNT).pageSize(5))
                        .toList())
                .isInstanceOf(TwilioApiException.class)
                .hasMessageStartingWith("the list of IncomingPhoneNumbers of the account");
    }

    @Test
    void anAddressThatIsNoUriHidesNoNumber() {
        account.number("+15550000001", Map.of("voice_url", "https://example.com/a b|<c>"));

        assertThat(numbers(50)).singleElement().satisfies(number -> assertThat(
                        number.path("voice_url").asText())
                .isEqualTo("https://example.com/a b|<c>"));
    }

    @ParameterizedTest
    @CsvSource({"TOO_MANY_REQUESTS, 4", "RETRY_AFTER, 1"})
    void whatTwilioIsTooBusyForIsSentAgain(RestFault fault, int times) {
        String number = account.number("+15550000001", Map.of());
        twilio.fails(fault, "", times);

        IncomingPhoneNumber.updater(Twilio.ACCOUNT, number)
                .setVoiceUrl("https://voice.example.com/voice/incoming#rc=2")
                .update(api.client());

        assertThat(account.get(number).path("voice_url").asText())
                .isEqualTo("https://voice.example.com/voice/incoming#rc=2");
        assertThat(twilio.requests()).hasSize(times + 1);
    }

    @Test
    void fiveTriesAreEnough() {
        twilio.fails(RestFault.TOO_MANY_REQUESTS);

        assertThatThrownBy(() -> numbers(50))
                .hasMessage("Twilio answered 429, 20429 Too many requests to GET " + NUMBERS + " for the account "
                        + Twilio.ACCOUNT + ": too many requests at once, 5 times in a row");
        assertThat(twilio.requests()).hasSize(5);
    }

    @Test
    void theWaitEndsWhenTheThreadIsInterrupted() {
        twilio.fails(RestFault.TOO_MANY_REQUESTS);
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        waiting.set(new Thread(() -> {
            try {
                numbers(50);
            } catch (TwilioApiException e) {
                interrupted.complete(e.getMessage().startsWith("cancelled while Twilio was too busy for GET " + NUMBERS)
                        && Thread.currentThread().isInterrupted());
            }
        }));
        waiting.get().start();
        await().until(() -> !twilio.requests().isEmpty());

        waiting.get().interrupt();

        assertThat(interrupted.join()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, '401, 20003 Authenticate', the auth token or API key that is configured is not one of this account",
        "FORBIDDEN, '403, 20403 Forbidden', these credentials may not do this",
        "NOT_FOUND, '404, 20404 The requested resource was not found', Twilio does not have it",
        "SERVER_ERROR, '500, 20500 Internal Server Error', a fault on Twilio's side",
    })
    void aRefusalNamesAccountAndResourceAndNoToken(RestFault fault, String said, String advice) {
        twilio.fails(fault);

        TwilioApiException refusal = catchThrowableOfType(TwilioApiException.class, () -> numbers(50));

        assertThat(refusal)
                .hasMessageStartingWith("Twilio answered " + said + " to GET " + NUMBERS + " for the account "
                        + Twilio.ACCOUNT + ": " + advice)
                .hasMessageNotContaining(Twilio.TOKEN);
        assertThat(twilio.requests()).hasSize(1);
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        twilio.close();

        assertThatThrownBy(() -> numbers(50))
                .isInstanceOf(TwilioApiException.class)
                .hasMessageStartingWith("no answer to GET " + NUMBERS + " for the account " + Twilio.ACCOUNT + " at "
                        + twilio.url() + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.twilio.com, https://api.twilio.com/2010-04-01/x?a=b, https://api.twilio.com/2010-04-01/x?a=b",
        "https://api.twilio.com, https://monitor.twilio.com/v1/Alerts, https://monitor.twilio.com/v1/Alerts",
        "https://api.dublin.ie1.twilio.com, https://voice.twilio.com/v1/x, https://voice.dublin.ie1.twilio.com/v1/x",
        "http://127.0.0.1:4000, https://monitor.twilio.com/v1/Alerts?Page=1, http://127.0.0.1:4000/v1/Alerts?Page=1",
        "https://api.example.com, https://monitor.twilio.com/v1/Alerts, https://api.example.com/v1/Alerts",
        "https://a.example.com/api/laml, https://api.twilio.com/2010-04-01/x, https://a.example.com/api/laml/2010-04-01/x",
        "https://a.example.com/api/laml, https://api.twilio.com/api/laml/x?Page=1, https://a.example.com/api/laml/x?Page=1",
        "https://api.twilio.com, https://evil.example.com/v1/Alerts, https://evil.twilio.com/v1/Alerts",
    })
    void everyProductIsAskedInTheRegionOrAtTheServerOfTheKey(String apiUrl, String asked, String sent) {
        assertThat(ApiHttpClient.at(apiUrl, URI.create(asked))).isEqualTo(URI.create(sent));
    }
}
