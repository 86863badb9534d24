package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {

    @ParameterizedTest
    @CsvSource({
        "voice.sink.s3.buckett, voice.sink.s3.bucket",
        "voice.publicurl, voice.public-url",
        "twilio.auth_token, twilio.auth-token",
        "voice.http-port, voice.http.port"
    })
    void aMisspeltKeyIsNamedWithTheNearestKnownOne(String misspelt, String meant) {
        assertThat(problems(valid().with(misspelt, "s3cret")))
                .isEqualTo(misspelt + " is no key of this application; nearest: " + meant);
    }

    @Test
    void aMisspeltKeyOfAFurtherAccountIsRefused() {
        assertThat(problems(valid().with("twilio.accounts." + ConfigurationScenario.OTHER_ACCOUNT + ".token", "x")))
                .contains(".token is no key of this application");
    }

    @Test
    void usersMayHaveKeysWithAnotherPrefix() {
        assertThat(valid().with("call.hours", "mon-fri 09:00-17:00").read().warnings())
                .isEmpty();
    }

    @Test
    void aKeyMayBeSetAsAnEnvironmentVariable() {
        Settings settings = valid().without("voice.public-url")
                .withVariable("VOICE_PUBLIC_URL", "https://voice.example.com")
                .withVariable("VOICE_SINK_S3_BUCKET", "recordings")
                .read();

        assertThat(settings.publicUrls()).containsExactly(new PublicUrl("https://voice.example.com", ""));
        assertThat(settings.get(Key.S3_BUCKET)).isEqualTo("recordings");
        assertThat(settings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "VOICE_PUBLICURL, VOICE_PUBLIC_URL",
        "TWILIO_AUTHTOKEN, TWILIO_AUTH_TOKEN",
        "VOICE_SINK_S3_BUCKETS, VOICE_SINK_S3_BUCKET"
    })
    void aMisspeltVariableIsAProblem(String misspelt, String meant) {
        assertThat(problems(valid().withVariable(misspelt, "s3cret")))
                .isEqualTo("environment variable " + misspelt + " is no key of this application; nearest: " + meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TWILIO_PHONE_NUMBER", "TWILIO_WORKSPACE_SID", "VOICE_ASSISTANT_LANGUAGE"})
    void aVariableOfSomebodyElseIsAWarning(String variable) {
        assertThat(valid().withVariable(variable, "s3cret").read().warnings())
                .singleElement()
                .asString()
                .startsWith("environment variable " + variable + " is no key of this application")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VOICE_WEBHOOKS_SERVICE_HOST",
                "VOICE_WEBHOOKS_SERVICE_PORT",
                "VOICE_WEBHOOKS_SERVICE_PORT_HTTPS",
                "VOICE_WEBHOOKS_PORT",
                "VOICE_WEBHOOKS_PORT_8080_TCP",
                "VOICE_WEBHOOKS_PORT_8080_TCP_ADDR",
                "TWILIO_PORT"
            })
    void whatKubernetesSetsForAServiceIsIgnored(String variable) {
        assertThat(valid().withVariable(variable, "tcp://10.0.0.1:8080").read().warnings())
                .isEmpty();
    }
}
