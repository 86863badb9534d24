package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first of two turns is over, and nobody took the call. */
@TestInstance(Lifecycle.PER_CLASS)
class ForwardResultTest {
    private HttpReceiver http;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("call.forward.to", "+15550009001; +15550009002")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    private String answer(String call, String status) {
        return application
                .twilio()
                .post(
                        "/voice/forward-result?context.turn=0",
                        Twilio.with(
                                Twilio.with(Twilio.call(call), "DialCallStatus", "no-answer"), "CallStatus", status))
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ringing", "in-progress"})
    void aCallerWhoWaitsHearsTheNextTurnRing(String status) {
        assertThat(answer(Twilio.callSid(), status)).contains("+15550009002</Number>");
    }

    /** It depends on whether the call had been answered what Twilio calls the end of it. */
    @ParameterizedTest
    @ValueSource(strings = {"completed", "no-answer", "canceled", "busy", "failed"})
    void forACallerWhoIsGoneNobodyElseRingsAndTheCallIsMissed(String status) {
        String call = Twilio.callSid();

        assertThat(answer(call, status)).doesNotContain("<Dial");
        assertThat(http.await(call).type()).isEqualTo("call.missed");
    }
}
