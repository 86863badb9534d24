package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.EventStores;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A caller is forgotten, and something of it fails or takes long. */
class IncompleteErasureTest extends ErasureScenario {
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

    /** Whoever reads for long keeps SQLite from giving up what it had. */
    @Test
    void whileSomebodyReadsTheLogTheReceiptSaysThatSomethingStays() throws Exception {
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        await().ignoreExceptions().untilAsserted(() -> assertThat(traces(call)).contains("calls"));
        awaitSettled(0);
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
        CountDownLatch reached = new CountDownLatch(1);
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
                reached.countDown();
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
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        JsonNode running = operator().json(job);
        assertThat(running.path("total").asInt() - running.path("done").asInt())
                .as("the one that is asked, and the call log")
                .isEqualTo(2);
        assertThat(type("erase", "--call-sid", call).err()).contains("runs already");
        held.countDown();
        await().untilAsserted(() -> assertThat(
                        operator().json(job).at("/removed/slow/tickets").asInt())
                .isOne());
    }
}
