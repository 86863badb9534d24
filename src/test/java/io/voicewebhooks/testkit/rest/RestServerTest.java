package io.voicewebhooks.testkit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in, asked by a client that knows nothing of Twilio. */
class RestServerTest {
    private static final String ACCOUNT = "/2010-04-01/Accounts/" + Twilio.ACCOUNT;
    private static final Map<String, String> FLOWS = Map.of(
            "/incoming", "<Record action=\"/dial\" maxLength=\"30\" recordingStatusCallback=\"/recording\"/>",
            "/dial", "<Dial><Number statusCallback=\"/status\">+15550000009</Number></Dial>");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private RestServer twilio;
    private RestAccount account;

    @BeforeEach
    void start() {
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String form, String token) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((Twilio.ACCOUNT + ":" + token).getBytes(StandardCharsets.UTF_8));
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : twilio.url() + path))
                        .header("Authorization", "Basic " + credentials)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .method(method, HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode get(String path) throws Exception {
        return MAPPER.readTree(send("GET", path, "", Twilio.TOKEN).body());
    }

    private int status(String method, String path) throws Exception {
        return send(method, path, "", Twilio.TOKEN).statusCode();
    }

    private static List<String> each(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }

    @Test
    void anAccountIsOpenedByItsOwnTokenAlone() throws Exception {
        assertThat(send("GET", ACCOUNT + "/IncomingPhoneNumbers.json", "", "another")
                        .statusCode())
                .isEqualTo(401);
        assertThat(status("GET", "/2010-04-01/Accounts/AC" + "9".repeat(32) + "/IncomingPhoneNumbers.json"))
                .isEqualTo(401);
        assertThat(status("GET", ACCOUNT + "/IncomingPhoneNumbers.json")).isEqualTo(200);
        assertThat(status("GET", ACCOUNT + "/Nothing.json")).isEqualTo(404);
    }

    @Test
    void pagesNameTheNextOneAndWhatIsNewMovesNothing() throws Exception {
        IntStream.range(0, 5).forEach(i -> account.number("+1555000000" + i, Map.of()));

        JsonNode first = get(ACCOUNT + "/IncomingPhoneNumbers.json?PageSize=2");
        account.number("+15550000009", Map.of());
        JsonNode second = get(first.path("next_page_uri").asText());
        JsonNode third = get(second.path("next_page_uri").asText());

        assertThat(each(first.path("incoming_phone_numbers"), "phone_number"))
                .containsExactly("+15550000004", "+15550000003");
        assertThat(each(second.path("incoming_phone_numbers"), "phone_number"))
                .containsExactly("+15550000002", "+15550000001");
        assertThat(each(third.path("incoming_phone_numbers"), "phone_number")).containsExactly("+15550000000");
        assertThat(third.path("next_page_uri").isNull()).isTrue();
    }

    @Test
    void pagesOfLaterApisHaveThatInMeta() throws Exception {
        IntStream.range(0, 3).forEach(i -> account.byocTrunk("trunk " + i, Map.of()));

        JsonNode first = get("/v1/ByocTrunks?PageSize=2");
        JsonNode second = get(first.path("meta").path("next_page_url").asText());

        assertThat(first.path("meta").path("key").asText()).isEqualTo("byoc_trunks");
        assertThat(each(second.path("byoc_trunks"), "friendly_name")).containsExactly("trunk 0");
        assertThat(second.path("meta").path("next_page_url").isNull()).isTrue();
    }

    @Test
    void aNumberIsChangedAndMonitorSaysByWhom() throws Exception {
        String number = account.number("+15550000001", Map.of("voice_url", "https://old.example.com/"));
        String path = ACCOUNT + "/IncomingPhoneNumbers/" + number + ".json";

        send("POST", path, "VoiceUrl=https%3A%2F%2Fnew.example.com%2F%23rc%3D2&Unknown=1", Twilio.TOKEN);

        assertThat(get(path).path("voice_url").asText()).isEqualTo("https://new.example.com/#rc=2");
        JsonNode event = get("/v1/Events?ResourceSid=" + number).path("events").path(0);
        assertThat(event.path("actor_sid").asText()).isEqualTo(Twilio.ACCOUNT);
        assertThat(event.path("event_data").path("voice_url").path("previous").asText())
                .isEqualTo("https://old.example.com/");
        assertThat(send("POST", path, "VoiceUrl=nonsense", Twilio.TOKEN).statusCode())
                .isEqualTo(400);
        assertThat(send("POST", path, "VoiceMethod=PUT", Twilio.TOKEN).statusCode())
                .isEqualTo(400);
        assertThat(status("DELETE", path)).isEqualTo(204);
        assertThat(status("GET", path)).isEqualTo(404);
    }

    @Test
    void numbersAreFoundByPattern() throws Exception {
        account.number("+15550000001", Map.of());
        account.number("+15550000002", Map.of());
        account.number("+445550000001", Map.of());

        assertThat(get(ACCOUNT + "/IncomingPhoneNumbers.json?PhoneNumber=%2B1555*")
                        .path("incoming_phone_numbers"))
                .hasSize(2);
        assertThat(get(ACCOUNT + "/IncomingPhoneNumbers.json?PhoneNumber=%2B445550000001")
                        .path("incoming_phone_numbers"))
                .hasSize(1);
    }

    @Test
    void faultsComeAsOftenAsTheyWereAskedFor() throws Exception {
        twilio.fails(RestFault.RETRY_AFTER, "Calls", 1).fails(RestFault.SERVER_ERROR, "Alerts", 1);

        HttpResponse<byte[]> busy = send("GET", ACCOUNT + "/Calls.json", "", Twilio.TOKEN);
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).contains("1");
        assertThat(status("GET", ACCOUNT + "/Calls.json")).isEqualTo(200);
        assertThat(status("GET", "/v1/Alerts")).isEqualTo(500);
        assertThat(status("GET", "/v1/Alerts")).isEqualTo(200);
    }

    @Test
    void aListThatLagsShowsWhatIsNewLater() throws Exception {
        account.number("+15550000001", Map.of());
        twilio.lagsBy(Duration.ofMinutes(1));
        assertThat(get(ACCOUNT + "/IncomingPhoneNumbers.json").path("incoming_phone_numbers"))
                .isEmpty();

        twilio.lagsBy(Duration.ZERO);
        assertThat(get(ACCOUNT + "/IncomingPhoneNumbers.json").path("incoming_phone_numbers"))
                .hasSize(1);
    }

    /** An application of two documents that takes callbacks, or refuses them. */
    private static HttpServer application(int ofCallbacks) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String verbs = FLOWS.get(exchange.getRequestURI().getPath());
            byte[] twiml = ("<Response>" + verbs + "</Response>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(verbs != null ? 200 : ofCallbacks, verbs != null ? twiml.length : -1);
            if (verbs != null) {
                exchange.getResponseBody().write(twiml);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void whatTheSimulatorPlaysIsToldAfterwards() throws Exception {
        TwilioAccount played = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        HttpServer application = application(500);
        String url = "http://127.0.0.1:" + application.getAddress().getPort();
        try (MediaServer media = new MediaServer(0, played)) {
            Simulator simulator = new Simulator(played, media);
            twilio.keeps(account, simulator, media);
            Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            CallSetup setup = new CallSetup(
                    url + "/incoming",
                    "POST",
                    Optional.empty(),
                    Optional.of(url + "/status"),
                    "+15551230001",
                    "+15558675310",
                    Map.of(),
                    Optional.empty());
            simulator.loses(webhook -> webhook.purpose() == Purpose.RECORDING_STATUS);
            Call call = simulator.call(setup, step -> new Action.Speak(Audio.tone(Duration.ofSeconds(3)), ""), null);
            call.run();

            JsonNode calls = get(ACCOUNT + "/Calls.json").path("calls");
            assertThat(each(calls, "direction")).containsExactlyInAnyOrder("inbound", "outbound-dial");
            JsonNode inbound = get(ACCOUNT + "/Calls/" + call.sid() + ".json");
            assertThat(inbound.path("status").asText()).isEqualTo("completed");
            assertThat(inbound.path("from").asText()).isEqualTo("+15551230001");
            assertThat(get(ACCOUNT + "/Calls.json?EndTime%3E=" + before).path("calls"))
                    .hasSize(2);
            assertThat(get(ACCOUNT + "/Calls.json?EndTime%3C=" + before.minusSeconds(1))
                            .path("calls"))
                    .isEmpty();
            assertThat(each(
                            get(ACCOUNT + "/Calls.json?ParentCallSid=" + call.sid())
                                    .path("calls"),
                            "to"))
                    .containsExactly("+15550000009");

            JsonNode recording = get(ACCOUNT + "/Recordings.json?CallSid=" + call.sid())
                    .path("recordings")
                    .path(0);
            assertThat(recording.path("status").asText()).isEqualTo("completed");
            HttpResponse<byte[]> audio = send("GET", recording.path("media_url").asText() + ".wav", "", Twilio.TOKEN);
            assertThat(audio.headers().firstValue("Content-Type")).contains("audio/x-wav");
            assertThat(new String(audio.body(), 0, 4, StandardCharsets.US_ASCII))
                    .isEqualTo("RIFF");

            JsonNode requests =
                    get(ACCOUNT + "/Calls/" + call.sid() + "/Events.json").path("events");
            assertThat(requests).anySatisfy(each -> {
                assertThat(each.path("request").path("url").asText()).isEqualTo(url + "/recording");
                assertThat(each.path("request")
                                .path("parameters")
                                .path("recording_sid")
                                .asText())
                        .isEqualTo(recording.path("sid").asText());
                assertThat(each.path("response").path("response_code").asInt()).isZero();
            });
            assertThat(requests).anySatisfy(each -> {
                assertThat(each.path("request")
                                .path("parameters")
                                .path("call_status")
                                .asText())
                        .isEqualTo("completed");
                assertThat(each.path("response").path("response_code").asInt()).isEqualTo(500);
            });

            JsonNode alerts = get("/v1/Alerts").path("alerts");
            assertThat(each(alerts, "error_code")).contains("11205", "11217");
            assertThat(alerts.path(0).has("request_variables")).isFalse();
            JsonNode alert = get("/v1/Alerts/" + alerts.path(0).path("sid").asText());
            assertThat(alert.path("request_variables").asText()).contains("CallSid=CA");

            assertThat(status(
                            "DELETE",
                            ACCOUNT + "/Recordings/" + recording.path("sid").asText() + ".json"))
                    .isEqualTo(204);
            assertThat(status("GET", recording.path("media_url").asText() + ".wav"))
                    .isEqualTo(404);
        } finally {
            application.stop(0);
        }
    }

    @Test
    void aCallThatIsPlacedIsPlayed() throws Exception {
        TwilioAccount played = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        HttpServer application = application(204);
        String url = "http://127.0.0.1:" + application.getAddress().getPort();
        try (MediaServer media = new MediaServer(0, played)) {
            twilio.keeps(account, new Simulator(played, media), media);

            HttpResponse<byte[]> placed = send(
                    "POST",
                    ACCOUNT + "/Calls.json",
                    "To=%2B15551230001&From=%2B15558675310&Url=" + url + "/incoming&StatusCallback=" + url
                            + "/status&StatusCallbackEvent=initiated&StatusCallbackEvent=completed",
                    Twilio.TOKEN);

            assertThat(placed.statusCode()).isEqualTo(201);
            String sid = MAPPER.readTree(placed.body()).path("sid").asText();
            assertThat(MAPPER.readTree(placed.body()).path("status").asText()).isEqualTo("queued");
            await().untilAsserted(() -> assertThat(get(ACCOUNT + "/Calls/" + sid + ".json")
                            .path("status")
                            .asText())
                    .isEqualTo("completed"));
            await().untilAsserted(() -> assertThat(
                            get(ACCOUNT + "/Calls/" + sid + "/Events.json").path("events"))
                    .extracting(each -> each.path("request")
                            .path("parameters")
                            .path("call_status")
                            .asText())
                    .contains("initiated", "completed"));
            assertThat(send("POST", ACCOUNT + "/Calls.json", "To=%2B15551230001", Twilio.TOKEN)
                            .statusCode())
                    .isEqualTo(400);
        } finally {
            application.stop(0);
        }
    }

    @Test
    void timesFollowTwiliosClock() throws Exception {
        twilio.clockIsWrongBy(Duration.ofHours(1));
        String number = account.number("+15550000001", Map.of());

        account.changeInConsole(number, "voice_url", "https://example.com/");

        Instant told = Instant.parse(
                get("/v1/Events").path("events").path(0).path("event_date").asText());
        assertThat(told).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
    }
}
