package io.voicewebhooks.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.twilio.rest.Domains;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.rest.api.v2010.account.call.Event;
import com.twilio.rest.monitor.v1.Alert;
import com.twilio.type.PhoneNumber;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApis;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request to Twilio is one of its own OpenAPI files, which npm {@code @twilio/cli-core} ships: Prism judges method, path,
 * authentication and values, and no name of a parameter is one that the file does not have, which Twilio would ignore.
 */
@Tag("full")
class SpecificationIT {
    private static final Path FILES = Path.of(
            "target", "peers", "twilio-rest", "node_modules", "@twilio", "cli-core", "src", "services", "twilio-api");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path dir;

    /** Judges by paths. */
    private record Judge(String prefix, JsonNode specification, NodeServer prism) {}

    private static final List<Judge> JUDGES = new CopyOnWriteArrayList<>();
    private static final List<String> FAULTS = new CopyOnWriteArrayList<>();
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static HttpServer twilio;

    @BeforeAll
    static void start() throws Exception {
        for (String[] each : new String[][] {
            {"/2010-04-01/", "twilio_api_v2010"}, {"/v1/ByocTrunks", "twilio_voice_v1"}, {"/v1/", "twilio_monitor_v1"}
        }) {
            NodeServer prism =
                    NodeServer.start(dir.resolve(each[1] + ".log"), Application.freePort(), "prism.mjs", each[1]);
            JUDGES.add(new Judge(
                    each[0],
                    new ObjectMapper().readTree(FILES.resolve(each[1] + ".json").toFile()),
                    prism));
        }
        twilio = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        twilio.createContext("/", SpecificationIT::judge);
        twilio.start();
    }

    @AfterAll
    static void stop() {
        JUDGES.forEach(judge -> judge.prism().close());
        if (twilio != null) {
            twilio.stop(0);
        }
    }

    @BeforeEach
    void forget() {
        FAULTS.clear();
    }

    private static void judge(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Judge judge = JUDGES.stream()
                    .filter(each -> exchange.getRequestURI().getPath().startsWith(each.prefix()))
                    .findFirst()
                    .orElseThrow();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(judge.prism().url() + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(withoutLists(body)));
            for (String name : List.of("Authorization", "Content-Type", "Accept")) {
                if (exchange.getRequestHeaders().containsKey(name)) {
                    request.header(name, exchange.getRequestHeaders().getFirst(name));
                }
            }
            HttpResponse<byte[]> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            ASKED.add(asked);
            if (answer.statusCode() >= 400) {
                FAULTS.add(asked + " " + body + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            unknown(judge.specification(), exchange, body).forEach(name -> FAULTS.add(asked + ": unknown " + name));
            // some examples of the files name a next page
            byte[] page = new String(answer.body(), StandardCharsets.UTF_8)
                    .replaceAll("(\"next_page_ur[il]\": *)\"[^\"]*\"", "$1null")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Prism takes one of several values of a form for all of them, and misses the list: only the names are judged. */
    private static String withoutLists(String form) {
        return Stream.of(form.split("&"))
                .filter(each -> !each.startsWith("StatusCallbackEvent="))
                .collect(Collectors.joining("&"));
    }

    private static Stream<String> unknown(JsonNode specification, HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod().toLowerCase();
        JsonNode operation = specification.path("paths").properties().stream()
                .filter(each -> path.matches(each.getKey().replace(".", "\\.").replaceAll("\\{\\w+}", "[^/.]+")))
                .map(each -> each.getValue().path(method))
                .findFirst()
                .orElseThrow();
        JsonNode form = operation
                .path("requestBody")
                .path("content")
                .path("application/x-www-form-urlencoded")
                .path("schema")
                .path("properties");
        Stream<String> query = names(exchange.getRequestURI().getRawQuery()).filter(name -> operation
                .path("parameters")
                .valueStream()
                .noneMatch(each -> each.path("name").asText().equals(name)
                        && each.path("in").asText().equals("query")));
        return Stream.concat(query, names(body).filter(name -> !form.has(name)));
    }

    private static Stream<String> names(String encoded) {
        return encoded == null || encoded.isEmpty()
                ? Stream.empty()
                : Stream.of(encoded.split("&"))
                        .map(each -> URLDecoder.decode(each.replaceFirst("=.*", ""), StandardCharsets.UTF_8));
    }

    private static TwilioApis apis() {
        return new TwilioApis(List.of(new Account(
                Twilio.ACCOUNT,
                List.of(Twilio.TOKEN),
                Twilio.ACCOUNT,
                Twilio.TOKEN,
                "http://127.0.0.1:" + twilio.getAddress().getPort())));
    }

    @Test
    void whatTheCommandsAskIsInTheSpecification() throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "twilio.account-sid", Twilio.ACCOUNT,
                "twilio.auth-token", Twilio.TOKEN,
                "voice.public-url", Twilio.PUBLIC_URL,
                "twilio.numbers.fallback-url", "https://fallback.example.net/voice.xml",
                "twilio.numbers",
                        String.join(",", "*", "AP" + "a".repeat(32), "SD" + "a".repeat(32), "BY" + "a".repeat(32))));
        try (DefaultCamelContext context = new DefaultCamelContext();
                TwilioApis apis = apis()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            TwilioNumbers numbers = new TwilioNumbers(Settings.of(context), apis);

            NumbersPlan plan = numbers.plan();

            assertThat(plan.problems()).isEmpty();
            assertThat(plan.differing())
                    .extracting(each -> each.sid().substring(0, 2))
                    .contains("PN", "AP", "SD", "BY");
            for (ResourcePlan each : plan.differing()) {
                // Prism answers with the example of the file, whatever was changed
                assertThatThrownBy(() -> numbers.apply(each)).hasMessageContaining("Twilio took the change");
                numbers.lastChange(each);
            }
        }
        assertThat(FAULTS).isEmpty();
        assertThat(ASKED).anyMatch(each -> each.startsWith("POST /v1/ByocTrunks/BY"));
        assertThat(ASKED).anyMatch(each -> each.startsWith("GET /v1/Events?"));
    }

    @Test
    void soIsWhatTwilioJavaAsksThroughOurClient() throws Exception {
        ZonedDateTime since = ZonedDateTime.now().minusHours(1);
        String call = Twilio.callSid();
        try (TwilioApis apis = apis()) {
            TwilioApi api = apis.of(Twilio.ACCOUNT);
            api.list(Call.reader(Twilio.ACCOUNT).setEndTimeAfter(since)).findFirst();
            api.list(Call.reader(Twilio.ACCOUNT).setStatus(Call.Status.RINGING)).findFirst();
            api.list(Recording.reader(Twilio.ACCOUNT).setDateCreatedAfter(since))
                    .findFirst();
            // Prism's examples are not what twilio-java reads
            catchThrowable(() -> api.list(Event.reader(Twilio.ACCOUNT, call)).findFirst());
            // twilio-java would send a local time without its zone
            Map<String, String> period = Map.of(
                    "StartDate",
                    since.toInstant().truncatedTo(ChronoUnit.SECONDS).toString());
            api.list(Domains.MONITOR, "/v1/Alerts", period, "alerts").findFirst();
            catchThrowable(() -> Alert.fetcher("NO" + "a".repeat(32)).fetch(api.client()));
            Recording.deleter(Twilio.ACCOUNT, Twilio.recordingSid()).delete(api.client());
            Call.creator(
                            Twilio.ACCOUNT,
                            new PhoneNumber("+15551230001"),
                            new PhoneNumber("+15558675310"),
                            URI.create(Twilio.PUBLIC_URL + "/voice/incoming"))
                    .setStatusCallback(URI.create(Twilio.PUBLIC_URL + "/voice/status"))
                    .setStatusCallbackEvent(List.of("initiated", "completed"))
                    .create(api.client());
        }
        assertThat(FAULTS).isEmpty();
        assertThat(ASKED).anyMatch(each -> each.contains("EndTime%3E="));
    }

    @Test
    void theJudgeIsAwake() throws Exception {
        assertThat(Files.isDirectory(FILES)).isTrue();
        try (TwilioApis apis = apis()) {
            String path = ResourceKind.NUMBER.one(Twilio.ACCOUNT, "PN" + "a".repeat(32));
            catchThrowable(() -> apis.of(Twilio.ACCOUNT)
                    .post(ResourceKind.NUMBER.product(), path, Map.of("VoiceMethod", "PUT", "VoiceUri", "x")));
        }
        assertThat(FAULTS).hasSize(2);
    }
}
