package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.EventStores;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A caller asks to be forgotten. */
class ErasureTest {
    private static final byte[] AUDIO = "RIFF what a caller said WAVE".getBytes(StandardCharsets.UTF_8);
    private static final String CALLER = "+15551239876";
    private static final String[] WHY = {"--reason", "asked by letter"};

    @TempDir
    Path dir;

    private final String call = Twilio.callSid();
    private final String leg = Twilio.callSid();
    private final String other = Twilio.callSid();
    private S3Server s3;
    private MailServer mail;
    private RecordingServer media;
    private HttpReceiver receiver;
    private Application application;

    @BeforeEach
    void start() {
        s3 = S3Server.start(dir.resolve("s3"));
        mail = MailServer.start();
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        receiver = HttpReceiver.start();
        application = Application.with(dir.resolve("data"))
                .set(s3.settings())
                .set(mail.settings())
                .set(media.settings())
                .set(receiver.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.calls.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("call.forward.to", CALLER)
                .set("call.hours", "mon-sun 00:00-24:00")
                .set("voice.management.token", Operator.TOKEN)
                .start();
    }

    @AfterEach
    void stop() {
        application.close();
        receiver.close();
        media.close();
        mail.close();
        s3.close();
    }

    @Test
    void nothingOfACallerStaysAndTheReceiptSaysWhatWentFromWhere() throws IOException {
        twoCallsOfWhichOneIsTheCallers();
        new JdbcTemplate(CallDatabase.of(application.context()).writer())
                .update(
                        "insert into delivery (event, sink, state, tries, updated) select max(id), 'twilio-delete',"
                                + " 'delivered', 1, 0 from event where call = (select id from call where call_sid = ?)",
                        call);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactlyInAnyOrder(call, leg);
        assertThat(receipt.path("left").has("twilio-delete"))
                .as("who deletes keeps nothing")
                .isFalse();
        assertThat(receipt.path("failed").isEmpty()).isTrue();
        assertThat(receipt.at("/removed/calls/calls").asInt()).isEqualTo(2);
        assertThat(receipt.at("/removed/file/files").asInt()).isPositive();
        assertThat(receipt.at("/removed/s3/objects").asInt()).isPositive();
        assertThat(receipt.at("/left/email").asInt())
                .as("a mail that somebody has")
                .isEqualTo(1);
        for (String sid : List.of(call, leg)) {
            assertThat(traces(sid)).isEmpty();
        }
        assertThat(traces(other)).containsExactly("file", "s3", "calls");
        assertThat(erase("erase", "--number", CALLER, "--json").path("calls").isEmpty())
                .as("asked again")
                .isTrue();
    }

    @Test
    void whatWaitsAndWhatFailedIsForgottenToo() {
        receiver.answers(post -> 503);
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        await().until(() -> application.depth("voice.sink.http") == 1);
        receiver.answers(post -> 422);
        application.twilio().post("/voice/status", from(Twilio.status(leg, "completed")));
        await().until(() -> application.depth("voice.dead-letter") == 1);
        application.twilio().post("/voice/status", Twilio.status(other, "completed"));
        await().until(() -> application.depth("voice.dead-letter") == 2);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.at("/removed/queues").toString())
                .isEqualTo("{\"voice.dead-letter\":1,\"voice.sink.http\":1}");
        assertThat(application.depth("voice.sink.http")).isZero();
        assertThat(application.depth("voice.dead-letter")).isEqualTo(1);
    }

    @Test
    void whereSomethingStaysTheCommandFailsAndGoesOnThereWhenItIsTypedAgain() throws IOException {
        twoCallsOfWhichOneIsTheCallers();
        int port = s3.port();
        s3.close();
        try (LogLines log = LogLines.record()) {
            Outcome outcome = type("erase", "--call-sid", call);

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("FAILED in s3, there may be more: ")
                    .contains("removed from file: ");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("erases 2 calls (asked by letter)"))
                    .noneMatch(line -> line.contains(CALLER));
        }
        s3 = S3Server.start(dir.resolve("s3"), port);

        // the client may have a connection to the former server still
        await().until(() -> type("erase", "--call-sid", call).status() == 0);
        assertThat(traces(call)).isEmpty();
        assertThat(traces(leg)).isEmpty();
    }

    @Test
    void aDryRunRemovesNothing() throws IOException {
        twoCallsOfWhichOneIsTheCallers();

        Outcome outcome = Operator.of(application).types("erase", "--number", CALLER, "--dry-run");

        assertThat(outcome.out()).startsWith("calls: 2\n").contains(call, leg);
        assertThat(traces(call)).containsExactly("file", "s3", "calls");
    }

    @Test
    void aStoreOfOnesOwnForgetsToo() {
        EventStores.of(application.context()).add(new EventStore() {
            @Override
            public String name() {
                return "crm";
            }

            @Override
            public Set<String> callsOf(String text) {
                return text.equals(CALLER) ? Set.of(call) : Set.of();
            }

            @Override
            public Map<String, Long> erase(Set<String> callSids) {
                return Map.of("tickets", (long) callSids.size());
            }
        });

        assertThat(type("erase", "--number", CALLER).out()).contains("removed from crm: 1 tickets");
    }

    @Test
    void whatIsNoEndOfACallIsNobodysNumber() throws IOException {
        application
                .twilio()
                .post("/voice/status", Twilio.with(Twilio.status(other, "completed"), "CallDuration", "110"));
        application
                .twilio()
                .post(
                        "/voice/recording?context.from=110&context.to=%2B15558675310",
                        Twilio.recording(call, Twilio.recordingSid(), "absent"));
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(traces(other)).containsExactly("file", "s3", "calls");
            assertThat(traces(call)).containsExactly("file", "s3", "calls");
        });

        assertThat(erase("erase", "--number", "110", "--json").path("calls"))
                .extracting(JsonNode::asText)
                .containsExactly(call);
        assertThat(erase("erase", "--number", "completed", "--json")
                        .path("calls")
                        .isEmpty())
                .isTrue();
        assertThat(traces(other)).containsExactly("file", "s3", "calls");
    }

    @Test
    void itHasToBeSaidWhoAndWhy() {
        Operator operator = Operator.of(application);

        assertThat(operator.types("erase", "--number", CALLER))
                .isEqualTo(new Outcome(2, "", "reason is missing; allowed: why, in some words\n"));
        assertThat(operator.post("/operations/erasure?reason=x").body()).contains("say whose traces: number");
        assertThat(operator.types("erase", "--call-sid", "CA1", "--reason", "x").err())
                .isEqualTo("call-sid = CA1; allowed: CA and 32 hexadecimal digits\n");
        assertThat(operator.withToken(null)
                        .post("/operations/erasure?reason=x&number=1234")
                        .statusCode())
                .isEqualTo(401);
    }

    /** Whoever was called is a caller of nobody: what dialled them stays, without their number. */
    @Test
    void theNumberOfWhoWasCalledGoesFromTheCallThatDialledIt() {
        receiver.answers(post -> 503);
        Twilio twilio = application.twilio();
        String forwards = twilio.post("/voice/incoming", Twilio.call(call)).body();
        assertThat(forwards).contains(">" + CALLER + "</Number>");
        twilio.post(
                "/voice/status",
                Twilio.with(Twilio.status(leg, "completed"), "ParentCallSid", call, "To", CALLER, "Called", CALLER));
        JsonNode before = awaitLogged(
                call,
                log -> log.path("answeredBy").asText().equals(CALLER)
                        && log.path("legs").size() == 1);
        assertThat(before.toString())
                .contains(forwards.substring(forwards.indexOf(CALLER), forwards.indexOf("</Number>")));
        await().until(() -> undelivered() == 2);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactly(leg);
        JsonNode after = operator().json("/operations/calls/" + call);
        assertThat(after.toString()).doesNotContain(CALLER.substring(1)).contains(">erased</Number>");
        assertThat(after.has("answeredBy")).isFalse();
        assertThat(undelivered()).as("deliveries that the call waits for").isEqualTo(1);
    }

    private int undelivered() {
        return new JdbcTemplate(CallDatabase.of(application.context()).reader())
                .queryForObject("select undelivered from call where call_sid = ?", Integer.class, call);
    }

    private JsonNode awaitLogged(String sid, Predicate<JsonNode> condition) {
        return await().ignoreExceptions().until(() -> operator().json("/operations/calls/" + sid), condition);
    }

    /** Whoever reads for long keeps SQLite from giving up what it had. */
    @Test
    void whileSomebodyReadsTheLogTheReceiptSaysThatSomethingStays() throws Exception {
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        await().ignoreExceptions().untilAsserted(() -> assertThat(traces(call)).contains("calls"));
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("data/calls.db"));
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("select * from call").next();

            Outcome outcome = type("erase", "--call-sid", call);

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("removed from calls: 1 calls")
                    .contains("FAILED in calls, there may be more: somebody else reads the database");
        }
        assertThat(type("erase", "--call-sid", call).status()).isZero();
    }

    /** SQLite takes some thirty thousand values in a statement. */
    @Test
    void anyNumberOfCallsIsForgotten() {
        Set<String> many = Stream.generate(Twilio::callSid).limit(40_000).collect(Collectors.toSet());
        EventStores.of(application.context()).add(new EventStore() {
            @Override
            public String name() {
                return "crm";
            }

            @Override
            public Set<String> callsOf(String text) {
                return many;
            }

            @Override
            public Map<String, Long> erase(Set<String> callSids) throws IncompleteErasureException {
                throw new IncompleteErasureException("the last one is locked", Map.of("tickets", 39_999L));
            }
        });

        Outcome outcome = type("erase", "--number", CALLER);

        assertThat(outcome.out())
                .startsWith("calls: 40000")
                .contains("removed from crm: 39999 tickets")
                .contains("FAILED in crm, there may be more: the last one is locked");
    }

    @Test
    void whatTakesLongIsAskedForAgainUntilItIsDone() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        EventStores.of(application.context()).add(new EventStore() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public Set<String> callsOf(String text) {
                return Set.of(call);
            }

            @Override
            public Map<String, Long> erase(Set<String> callSids) throws InterruptedException {
                held.await();
                return Map.of("tickets", 1L);
            }
        });
        HttpRequest later = HttpRequest.newBuilder(
                        URI.create(application.managementUrl() + "/operations/erasure?reason=x&call-sid=" + call))
                .header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<String> begun = HttpClient.newHttpClient().send(later, HttpResponse.BodyHandlers.ofString());

        assertThat(begun.statusCode()).isEqualTo(202);
        String job = "/operations/jobs/"
                + new ObjectMapper().readTree(begun.body()).path("job").asText();
        assertThat(operator().get(job).statusCode()).isEqualTo(202);
        assertThat(type("erase", "--call-sid", call).err()).contains("runs already");
        held.countDown();
        await().untilAsserted(() -> assertThat(
                        operator().json(job).at("/removed/slow/tickets").asInt())
                .isOne());
    }

    /** One with a voicemail and a leg, and somebody else's. */
    private void twoCallsOfWhichOneIsTheCallers() {
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        Twilio twilio = application.twilio();
        twilio.post("/voice/status", from(Twilio.status(call, "completed")));
        twilio.post("/voice/status", Twilio.with(Twilio.status(leg, "completed"), "ParentCallSid", call));
        twilio.post(
                "/voice/recording",
                Twilio.with(Twilio.recording(call, recording, "completed"), "RecordingSource", "RecordVerb"));
        twilio.post("/voice/status", Twilio.status(other, "completed"));
        // a folder may come or go just then
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(mail.mails()).hasSize(1);
            assertThat(traces(other)).containsExactly("file", "s3", "calls");
            assertThat(traces(leg)).containsExactly("file", "s3", "calls");
            assertThat(s3.keys()).anyMatch(key -> key.contains(recording + ".wav"));
            assertThat(operator()
                            .json("/operations/calls/" + call)
                            .at("/sinks/email")
                            .asText())
                    .isEqualTo("delivered");
            assertThat(operator().json("/operations/deliveries").path("total").asInt())
                    .isZero();
        });
    }

    private static List<Entry<String, String>> from(List<Entry<String, String>> parameters) {
        return Twilio.with(parameters, "From", CALLER, "Caller", CALLER);
    }

    private Operator operator() {
        return Operator.of(application);
    }

    private JsonNode erase(String... command) {
        Outcome outcome = type(command);
        assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
        try {
            return new ObjectMapper().readTree(outcome.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome type(String... command) {
        return operator()
                .types(Stream.concat(Stream.of(command), Stream.of(WHY)).toArray(String[]::new));
    }

    /** Where something of a call is. */
    private List<String> traces(String sid) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("data/archive"))) {
            boolean inFiles = files.anyMatch(file -> file.toString().contains(sid));
            return Stream.of(
                            inFiles ? "file" : "",
                            s3.keys().stream().anyMatch(key -> key.contains(sid)) ? "s3" : "",
                            operator().get("/operations/calls/" + sid).statusCode() == 200 ? "calls" : "")
                    .filter(place -> !place.isEmpty())
                    .toList();
        }
    }
}
