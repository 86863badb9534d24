package io.voicewebhooks.dev;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallEvent;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits while others call: each call comes to its end, and each event that was acknowledged is archived. */
class SavesDuringCallsIT {
    private static final Duration DRAIN = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final AtomicBoolean editing = new AtomicBoolean(true);
    /** How many events of a call, by its SID. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

    @Test
    void aFewSavesLoseNothing() throws Exception {
        loseNothing(4);
    }

    @Test
    @Tag("full")
    void fiftySavesLoseNothing() throws Exception {
        loseNothing(50);
    }

    private void loseNothing(int saves) throws Exception {
        TwilioAccount account = new TwilioAccount("AC" + "1".repeat(32), "2".repeat(32));
        try (MediaServer media = new MediaServer(0, account);
                DevFolder folder = DevFolder.start(
                        dir,
                        Map.of(
                                "twilio.accounts." + account.sid() + ".auth-token", account.authToken(),
                                "twilio.accounts." + account.sid() + ".api-url", media.url()))) {
            Simulator twilio = new Simulator(account, media);
            CompletableFuture<List<Call>> calls = CompletableFuture.supplyAsync(() -> call(twilio, folder.dev()));
            CompletableFuture<Integer> posted = CompletableFuture.supplyAsync(() -> post(folder));
            for (int i = 0; i < saves; i++) {
                edit(folder, i);
            }
            editing.set(false);

            List<Call> made = calls.get();
            int tries = posted.get();
            assertThat(made).isNotEmpty().allSatisfy(call -> {
                assertThat(call.problems()).isEmpty();
                assertThat(call.fallbacks()).isEmpty();
                assertThat(call.recordings()).isEqualTo(1);
            });
            System.out.printf(
                    "%d saves: %d calls of the telephone; %d tries until %d other callbacks were acknowledged%n",
                    saves, made.size(), tries, acknowledged.size() - made.size());
            await().atMost(DRAIN).untilAsserted(() -> {
                Map<String, Long> archived = archived(folder);
                assertThat(acknowledged).allSatisfy((call, events) -> assertThat(archived.getOrDefault(call, 0L))
                        .as(call)
                        .isGreaterThanOrEqualTo(events));
            });
            assertThat(folder.printed()).doesNotContain("does not start");
        }
    }

    /** Files of each kind in turn. */
    private static void edit(DevFolder folder, int i) throws Exception {
        String file = List.of("twiml/voicemail.xml", "email/voicemail.txt", "call-status.camel.yaml")
                .get(i % 3);
        String comment = file.endsWith(".xml") ? "<!-- %d -->\n" : file.endsWith(".yaml") ? "# %d\n" : "%d\n";
        folder.routes().edit(file, text -> text + comment.formatted(i));
        folder.takes("routes/" + file);
    }

    /** One voicemail after the other, by the telephone's way in. */
    private List<Call> call(Simulator twilio, DevMode dev) {
        List<Call> calls = new ArrayList<>();
        while (editing.get()) {
            CallSetup setup = new CallSetup(
                    dev.url() + "/voice/incoming",
                    "POST",
                    Optional.empty(),
                    Optional.of(dev.url() + "/voice/status"),
                    "+15551230001",
                    "+15558675310",
                    Map.of(),
                    Optional.empty());
            AtomicInteger stored = new AtomicInteger();
            LiveCall live = twilio.prompted(setup, event -> {
                pass(dev.gate(), event);
                if (event instanceof CallEvent.Answer answer && answer.status() == 204) {
                    stored.incrementAndGet();
                }
            });
            live.start();
            live.next();
            live.act("caller", new Action.Speak(Audio.tone(Duration.ofSeconds(1))));
            live.next();
            live.act("caller", new Action.Press("#"));
            assertThat(live.next()).as("is over").isEmpty();
            calls.add(live.call());
            // and that it came in
            acknowledged.put(live.call().sid(), stored.get() + 1);
        }
        return calls;
    }

    private static void pass(RestartGate gate, CallEvent event) {
        try {
            if (event instanceof CallEvent.Request) {
                gate.begin();
            } else if (event instanceof CallEvent.Answer) {
                gate.end();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Callbacks that come to no gate: each is repeated until it is acknowledged. Returns how often one was sent. */
    private int post(DevFolder folder) {
        AtomicInteger tries = new AtomicInteger();
        while (editing.get()) {
            String call = Twilio.callSid();
            List<Map.Entry<String, String>> form = Twilio.status(call, "completed");
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                tries.incrementAndGet();
                return isAcknowledged(folder, form);
            });
            acknowledged.put(call, 1);
        }
        return tries.get();
    }

    private static boolean isAcknowledged(DevFolder folder, List<Map.Entry<String, String>> form) {
        try {
            return folder.twilio().post("/voice/status", form).statusCode() == 204;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Map<String, Long> archived(DevFolder folder) {
        return ArchivedFiles.in(folder.data().resolve("archive")).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .collect(groupingBy(file -> file.getParent().getFileName().toString(), counting()));
    }
}
