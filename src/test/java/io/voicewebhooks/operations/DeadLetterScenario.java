package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An application whose HTTP endpoint refuses what it gets, so that every event becomes a dead letter, and its operator. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class DeadLetterScenario {
    static final String CALLERS_NUMBER = "5551230001";
    static final Duration LIMIT = Duration.ofMinutes(2);

    HttpReceiver http;
    Application application;
    Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void noLetterYet() {
        operator.types("dead-letters", "drop", "--all", "--reason", "another test");
        http.answers(post -> 422).posts().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    /** Has a callback that cannot be delivered; the call that it is about, once it is a dead letter. */
    String fails(String status) {
        String call = Twilio.callSid();
        int before = total();
        application.twilio().post("/voice/status", Twilio.status(call, status));
        awaitTotal(before + 1);
        return call;
    }

    /** How many dead letters there are. */
    int total() {
        return operator.json("/operations/dead-letters").path("total").asInt();
    }

    void awaitTotal(int total) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(total()).isEqualTo(total));
    }

    /** The id of the dead letter about a call; empty if there is none. */
    String idOf(String call) {
        return operator.json("/operations/dead-letters?call-sid=" + call)
                .at("/deadLetters/0/id")
                .asText();
    }
}
