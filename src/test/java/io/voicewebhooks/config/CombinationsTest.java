package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationsTest {

    @ParameterizedTest
    @CsvSource({
        "twilio.api-key-sid, SK0123456789abcdef0123456789abcdef, twilio.api-key-secret",
        "voice.http.tls.certificate, pom.xml, voice.http.tls.key",
        "voice.sink.s3.access-key, key, voice.sink.s3.secret-key",
        "voice.sink.email.username, user, voice.sink.email.password",
        "voice.sink.calls.username, user, voice.sink.calls.password"
    })
    void oneOfAPairAloneIsRefused(String key, String value, String other) {
        assertThat(problems(valid().with(key, value)))
                .contains(key)
                .contains(other)
                .contains("belong together: set both or none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.sink.s3.bucket", "voice.sink.s3.region"})
    void anS3SinkNeeds(String key) {
        assertThat(problems(valid().with("voice.sink.s3.enabled", true)))
                .contains(key + " is not set; it is needed when voice.sink.s3.enabled = true; allowed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.sink.email.host", "voice.sink.email.from", "voice.sink.email.to"})
    void anEmailSinkNeeds(String key) {
        assertThat(problems(valid().with("voice.sink.email.enabled", true)))
                .contains(key + " is not set; it is needed when voice.sink.email.enabled = true; allowed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.sink.http.url", "voice.sink.http.secret"})
    void anHttpSinkNeeds(String key) {
        assertThat(problems(valid().with("voice.sink.http.enabled", true)))
                .contains(key + " is not set; it is needed when voice.sink.http.enabled = true; allowed: ");
    }

    @Test
    void anS3SinkWithItsKeysIsAccepted() {
        Settings settings = valid().with("voice.sink.s3.enabled", true)
                .with("voice.sink.s3.bucket", "recordings")
                .with("voice.sink.s3.region", "eu-central-1")
                .read();

        assertThat(settings.isOn(Key.S3_ENABLED)).isTrue();
    }

    @Test
    void aSinkThatIsOffNeedsNothing() {
        assertThat(valid().with("voice.sink.email.enabled", false).read().isOn(Key.EMAIL_ENABLED))
                .isFalse();
    }

    @Test
    void nothingIsDeletedAtTwilioWithoutAnArchive() {
        assertThat(problems(valid().with("voice.recording.delete-after-archive", true)
                        .with("voice.sink.file.enabled", false)))
                .isEqualTo("voice.recording.delete-after-archive = true needs an archive: voice.sink.s3.enabled or"
                        + " voice.sink.file.enabled = true");
        assertThat(valid().with("voice.recording.delete-after-archive", true)
                        .read()
                        .isOn(Key.RECORDING_DELETE))
                .isTrue();
    }

    @Test
    void aBrokerThatListensNeedsUserAndPassword() {
        assertThat(problems(valid().with("voice.broker.listen", "tcp://127.0.0.1:61616"))
                        .lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("voice.broker.username is not set"),
                        line -> assertThat(line).startsWith("voice.broker.password is not set"));
    }

    @Test
    void anotherBrokerCannotBeMadeToListen() {
        assertThat(problems(valid().with("voice.broker.listen", "tcp://127.0.0.1:61616")
                        .with("voice.broker.username", "user")
                        .with("voice.broker.password", "password")
                        .with("voice.broker.url", "tcp://broker:61616")))
                .isEqualTo("voice.broker.listen is for the embedded broker; it cannot be set beside voice.broker.url");
    }
}
