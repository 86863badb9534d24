package io.voicewebhooks.event;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An application that gets callbacks at {@code /voice/callback}, and a sink that gets their events. */
abstract class CallbackScenario {
    static final String PATH = "/voice/callback";

    @TempDir
    static Path dir;

    static HttpReceiver events;
    static Application application;
    static Twilio twilio;

    final String call = Twilio.callSid();

    @BeforeAll
    static void start() {
        events = HttpReceiver.start();
        application = Application.with(dir)
                .set(events.settings())
                .set("voice.sink.calls.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        twilio = application.twilio();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
    }

    List<Entry<String, String>> form(String... namesAndValues) {
        return Twilio.with(
                List.of(Map.entry("AccountSid", Twilio.ACCOUNT), Map.entry("CallSid", call)), namesAndValues);
    }

    List<Entry<String, String>> fields(String fields) {
        return form(fields.split("[=&]"));
    }
}
