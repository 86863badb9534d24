package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.OTHER_ACCOUNT;
import static io.voicewebhooks.config.ConfigurationScenario.TOKEN;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubtsTest {
    private static final String NO_TOKEN =
            " is no token as Twilio's are (not shown), so that every request may be refused; expected: 32 hexadecimal digits";

    @ParameterizedTest
    @ValueSource(strings = {"https://voice.example.com/voice", "https://voice.example.com/voice/hooks/"})
    void aPublicUrlThatMayHaveTheWebhooksPathInItIsNamed(String url) {
        String shown = url.replaceFirst("/$", "");

        assertThat(valid().with("voice.public-url", url).read().warnings())
                .containsExactly("voice.public-url " + shown + " has /voice in its path: Twilio would have to call "
                        + shown + "/voice/incoming; expected: what stands before /voice/incoming");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://voice.example.com", "https://example.com/voices", "https://example.com/a/invoice"})
    void anyOtherPathIsNone(String url) {
        assertThat(valid().with("voice.public-url", url).read().warnings()).isEmpty();
    }

    @Test
    void aTokenOfAnotherLengthThanTwiliosIsNamedAndNotPrinted() {
        String cut = TOKEN.substring(1);

        assertThat(valid().with("twilio.auth-token", TOKEN + "," + cut).read().warnings())
                .containsExactly("twilio.auth-token" + NO_TOKEN);
        assertThat(valid().with("twilio.accounts." + OTHER_ACCOUNT + ".auth-token", cut + "z")
                        .read()
                        .warnings())
                .containsExactly("twilio.accounts." + OTHER_ACCOUNT + ".auth-token" + NO_TOKEN);
    }

    @Test
    void aRegionThatAwsDoesNotHaveIsNamedWithTheNearest() {
        assertThat(valid().with("voice.sink.s3.region", "eu-centrall-1").read().warnings())
                .containsExactly("voice.sink.s3.region = eu-centrall-1 is no region of AWS that is known here; nearest:"
                        + " eu-central-1");
    }

    @Test
    void aBrokerThatSeveralMayShareBesideALogOfOnesOwnIsNamedWhereLostEventsAreLookedFor() {
        ConfigurationScenario shared = valid().with("voice.reconcile.enabled", "true")
                .with("voice.sink.calls.enabled", "true")
                .with("voice.broker.url", "tcp://broker.example.com:61616");

        assertThat(shared.read().warnings())
                .containsExactly(
                        "voice.reconcile.enabled = true with a call log in a file: where several instances share"
                                + " voice.broker.url, each would bring back what the others have; expected then:"
                                + " voice.sink.calls.url = jdbc:postgresql://...");
        assertThat(shared.with("voice.sink.calls.url", "jdbc:postgresql://db.example.com/calls")
                        .read()
                        .warnings())
                .isEmpty();
    }

    @Test
    void aBucketWhoseNameNoCertificateHasIsNamed() {
        assertThat(valid().with("voice.sink.s3.bucket", "calls.example.com")
                        .read()
                        .warnings())
                .containsExactly(
                        "voice.sink.s3.bucket = calls.example.com has a full stop: no certificate of S3 has its"
                                + " host name, so it is addressed by path, which AWS advises against; expected: a-z 0-9 -");
    }

    @ParameterizedTest
    @CsvSource({"garage, calls.example.com", "auto, calls", "fr-par, calls", "us-east-1, a.b"})
    void anotherServerHasItsOwnRegionsAndAddresses(String region, String bucket) {
        assertThat(valid().with("voice.sink.s3.endpoint", "https://s3.example.com")
                        .with("voice.sink.s3.region", region)
                        .with("voice.sink.s3.bucket", bucket)
                        .read()
                        .warnings())
                .isEmpty();
    }
}
