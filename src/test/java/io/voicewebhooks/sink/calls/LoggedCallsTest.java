package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log has of calls that people make: each request with its answer, and each delivery. */
class LoggedCallsTest {
    private static final String CALLER = "+15551230001";
    private static final String OUR_NUMBER = "+15558675310";
    private static final String OFFICE = "+15550009999";
    private static final Path FILE = directory().resolve("calls.db");
    private static final LogFile LOG = LogFile.of(FILE);

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("voice.sink.calls.enabled", "true")
            .set("voice.sink.calls.url", "jdbc:sqlite:" + FILE)
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", OFFICE)
            .set("call.blocked", "+15551110000");

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "calls");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<String, Object>> exchanges(PhoneCall call, String... routes) {
        return await().until(() -> LOG.exchanges(call.sid()), rows -> rows.stream()
                .map(row -> row.get("route"))
                .toList()
                .containsAll(List.of(routes)));
    }

    private static Map<String, Object> exchange(PhoneCall call, String route) {
        return exchanges(call, route).stream()
                .filter(row -> row.get("route").equals(route))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aVoicemailHasEachRequestWithTheTwimlThatAnsweredItAndEachDelivery() {
        phone.callee(OFFICE).busy();
        long begun = System.currentTimeMillis();
        PhoneCall call = phone.from(CALLER)
                .calls(OUR_NUMBER)
                .records(Audio.tone(Duration.ofSeconds(2)))
                .presses("#")
                .hasEnded();
        assertThat(call.recordings()).hasSize(1);

        List<Map<String, Object>> exchanges =
                exchanges(call, "incoming-call", "forward-result", "voicemail-end", "recording-status", "call-status");

        assertThat(exchanges).allSatisfy(row -> {
            assertThat((Long) row.get("at")).isBetween(begun, System.currentTimeMillis());
            assertThat((Integer) row.get("millis")).isBetween(0, 60_000);
            assertThat(row)
                    .containsEntry("method", "POST")
                    .containsEntry("fallback", 0)
                    .containsEntry("cut", null);
        });
        assertThat(exchange(call, "incoming-call"))
                .containsEntry("status", 200)
                .containsEntry("path", "/voice/incoming")
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).contains("<Dial", OFFICE))
                // the event call.incoming has them
                .containsEntry("parameters", null)
                .hasEntrySatisfying("event_id", id -> assertThat((String) id).hasSize(32));
        assertThat(exchange(call, "forward-result"))
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).contains("<Record "))
                .hasEntrySatisfying("path", path -> assertThat((String) path).contains("?context.caller=%2B1555123"));
        // no event is made of this one
        assertThat(exchange(call, "voicemail-end"))
                .hasEntrySatisfying(
                        "parameters", sent -> assertThat((String) sent).contains("\"From\":\"" + CALLER))
                .containsEntry("event_id", null);
        assertThat(exchange(call, "call-status")).containsEntry("status", 204).containsEntry("reply", null);
        assertThat(LOG.call(call.sid()))
                .containsEntry("flow", "forward")
                .containsEntry("caller", CALLER)
                .containsEntry("outcome", "voicemail");

        await().untilAsserted(() -> assertThat(LOG.deliveries(call.sid()))
                .allSatisfy(row ->
                        assertThat(row).containsEntry("state", "delivered").containsEntry("tries", 1))
                .extracting(row -> row.get("sink") + " " + row.get("type"))
                .contains("http call.incoming", "file call.missed", "http recording.archived", "file call.completed"));
    }

    @Test
    void theLegOfAForwardedCallHasItsOwnRequests() {
        phone.callee(OFFICE).presses("1");
        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER).talkedTo(OFFICE).hasEnded();
        assertThat(call.events()).isNotEmpty();

        exchanges(call, "incoming-call", "forward-result", "call-status");
        await().untilAsserted(
                        () -> assertThat(LOG.ask("select caller, route, reply from exchange join call on call.id = call"
                                        + " where parent_sid = '" + call.sid() + "' and route <> 'call-status'"))
                                .extracting(row -> row.get("route"))
                                .containsExactly("forward-announce", "forward-accept"));
        assertThat(LOG.call(call.sid())).containsEntry("flow", "forward");
    }

    @Test
    void aRejectedCallIsRejected() {
        PhoneCall call =
                phone.from("+15551110000").calls(OUR_NUMBER).isRejected().hasEnded();

        assertThat(exchange(call, "incoming-call"))
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).contains("<Reject"));
        assertThat(LOG.call(call.sid())).containsEntry("outcome", "rejected").containsEntry("flow", "reject");
    }

    @Test
    void theEventSaysToWhichSinksItWent() {
        PhoneCall call =
                phone.from("+15551110000").calls(OUR_NUMBER).isRejected().hasEnded();

        await().untilAsserted(
                        () -> assertThat(LOG.ask("select type, sinks, event.at from event join call on call.id = call"
                                        + " where call_sid = '" + call.sid() + "' order by type"))
                                .hasSize(2)
                                .allSatisfy(row -> {
                                    assertThat(row).containsEntry("sinks", "http,file");
                                    assertThat(Instant.ofEpochMilli((Long) row.get("at")))
                                            .isBefore(Instant.now().plusSeconds(1));
                                }));
    }
}
