package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArtemisServer;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair of primary and backup, of which the primary is killed and comes back, three times, while webhooks come in. */
@Tag("full")
class BrokerPairIT {
    private static final int DRILLS = 3;
    private static final int PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** What a backup says once it can take over: its store is shared, or the same as the primary's. */
    private static final String READY = "AMQ221024|AMQ221031";

    /** Or it would remain the active one, or end with the third time that it gives back. */
    private static final String REPLICATED_BACKUP = "<backup><allow-failback>true</allow-failback>"
            + "<max-saved-replicated-journals-size>-1</max-saved-replicated-journals-size></backup>";

    @TempDir
    Path dir;

    private final int primaryPort = Application.freePort();
    private final int backupPort = Application.freePort();

    private ArtemisServer server(String name, int port, int other, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        Collections.addAll(all, "--clustered", "--failover-on-shutdown", "--staticCluster", Broker.url(other));
        Collections.addAll(all, "--cluster-user", "cluster", "--cluster-password", ArtemisServer.PASSWORD);
        return ArtemisServer.create(dir.resolve(name), port, false, all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared-store", "replicated"})
    void everyAcknowledgedEventIsDeliveredOnce(String kind) {
        boolean shared = kind.equals("shared-store");
        String[] store = shared
                ? new String[] {
                    "--shared-store", "--data", dir.resolve("shared").toString()
                }
                : new String[] {"--replicated"};
        List<String> backupStore = new ArrayList<>(List.of(store));
        backupStore.add("--backup");
        Instance instance = Instance.in(dir.resolve("instance"))
                .set(ArtemisServer.settings("(" + Broker.url(primaryPort) + "," + Broker.url(backupPort) + ")"));
        try (ArtemisServer primary = server("primary", primaryPort, backupPort, store);
                ArtemisServer backup = server("backup", backupPort, primaryPort, backupStore.toArray(String[]::new));
                HttpReceiver http = HttpReceiver.start();
                Load load = new Load(PER_SECOND, instance.url())) {
            if (!shared) {
                // or two would be active once it is back
                primary.edit(
                        "etc/broker.xml", "<primary>", "$0<check-for-active-server>true</check-for-active-server>");
                backup.edit("etc/broker.xml", "<backup/>", REPLICATED_BACKUP);
            }
            primary.start();
            backup.launch().awaitOutput(READY, 1);
            try (JavaProcess application = instance.set(http.settings()).start()) {
                Twilio twilio = new Twilio(instance.url(), Twilio.PUBLIC_URL, Twilio.TOKEN);
                load.on();
                for (int drill = 1; drill <= DRILLS; drill++) {
                    awaitStored(load, 500);
                    var repeated = Twilio.status(Twilio.callSid(), "busy");
                    assertThat(twilio.post("/voice/status", repeated).statusCode())
                            .isEqualTo(204);

                    primary.kill();
                    await().atMost(LIMIT).until(backup::isActive);
                    awaitStored(load, 500);
                    assertThat(twilio.post("/voice/status", repeated).statusCode())
                            .isEqualTo(204);

                    long before = backup.count(READY);
                    primary.launch();
                    await().atMost(LIMIT).until(() -> primary.isActive() && !backup.isActive());
                    awaitStored(load, 500);
                    assertThat(twilio.post("/voice/status", repeated).statusCode())
                            .isEqualTo(204);
                    backup.superviseUntil(READY, before);
                }
                load.off();
                Set<String> acknowledged = load.acknowledged();
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(http.calls()).containsAll(acknowledged));
                System.out.printf(
                        "%s: %d kills of the primary, webhooks sent %d, answers %s; %d events delivered, %d deliveries"
                                + " repeated an id%n",
                        kind,
                        DRILLS,
                        load.sent(),
                        load.answers(),
                        http.deliveries().size(),
                        http.repeated());
                await().untilAsserted(() -> assertThat(http.deliveries()).hasSameSizeAs(http.calls()));
                assertThat(load.answers().keySet()).isSubsetOf(204, 503);
                assertThat(application.output()).doesNotContain("nodes of Artemis");
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                instance.management().get("/observe/health").statusCode())
                        .isEqualTo(200));
            }
        }
    }

    private static void awaitStored(Load load, int more) {
        long before = load.answers().getOrDefault(204, 0L);
        await().atMost(LIMIT).until(() -> load.answers().getOrDefault(204, 0L) >= before + more);
    }
}
