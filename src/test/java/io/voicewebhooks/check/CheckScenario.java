package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.app.ApplicationCheck;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code check} finds, under a configuration that is valid unless a test changes it. */
public final class CheckScenario {
    private final Map<String, String> settings = new LinkedHashMap<>();

    private CheckScenario(Path dataDir) {
        settings.put("twilio.account-sid", Twilio.ACCOUNT);
        settings.put("twilio.auth-token", Twilio.TOKEN);
        settings.put("voice.public-url", Twilio.PUBLIC_URL);
        settings.put("voice.data-dir", dataDir.toString());
    }

    public static CheckScenario with(Path dataDir) {
        return new CheckScenario(dataDir);
    }

    public CheckScenario set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public CheckScenario everySink() {
        return set("voice.sink.s3.enabled", "true")
                .set("voice.sink.s3.bucket", "voice")
                .set("voice.sink.s3.region", "eu-central-1")
                .set("voice.sink.s3.access-key", "key")
                .set("voice.sink.s3.secret-key", "secret")
                .set("voice.sink.email.enabled", "true")
                .set("voice.sink.email.host", "smtp.example.com")
                .set("voice.sink.email.from", "voice@example.com")
                .set("voice.sink.email.to", "office@example.com")
                .set("voice.sink.http.enabled", "true")
                .set("voice.sink.http.url", "https://example.com/hooks/voice")
                .set("voice.sink.http.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.topic.enabled", "true");
    }

    public CheckScenario noSink() {
        return set("voice.sink.file.enabled", "false");
    }

    /** The problems of the project's own routes. */
    public List<String> problems() {
        return problems(new ApplicationCheck());
    }

    /** The problems of other routes. */
    public List<String> problems(RouteFolder routes) {
        ApplicationCheck check = new ApplicationCheck();
        routes.use(check.application());
        return problems(check);
    }

    /** The warnings about other routes, which have no problem. */
    public List<String> warnings(RouteFolder routes) {
        ApplicationCheck check = new ApplicationCheck();
        routes.use(check.application());
        assertThat(problems(check)).isEmpty();
        return check.warnings();
    }

    /** The problems of an application that a test has changed. */
    public List<String> problems(ApplicationCheck check) {
        settings.forEach(check.application()::addOverrideProperty);
        return check.problems();
    }
}
