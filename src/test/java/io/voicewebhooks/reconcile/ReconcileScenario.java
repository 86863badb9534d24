package io.voicewebhooks.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Calls of which callbacks get lost, and somebody who looks for them. */
abstract class ReconcileScenario {
    static final Predicate<Webhook> ENDS = callback -> callback.purpose() == Purpose.CALL_STATUS;

    @TempDir
    Path directory;

    LostCalls twilio;

    void calls(Predicate<Webhook> loses, int number) throws IOException {
        twilio = new LostCalls(directory, loses);
        for (int i = 0; i < number; i++) {
            twilio.call();
        }
        twilio.awaitLogged(number);
    }

    @AfterEach
    void close() {
        if (twilio != null) {
            twilio.close();
        }
    }

    Set<String> lost() throws Exception {
        return LostCalls.idsOf(twilio.look().path("lost"));
    }

    void isRestored(int number) {
        await().untilAsserted(() -> assertThat(twilio.restored()).hasSize(number));
        assertThat(twilio.restored().keySet()).isEqualTo(LostCalls.ids(twilio.dropped));
    }
}
