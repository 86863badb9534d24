package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.ACCOUNT;
import static io.voicewebhooks.config.ConfigurationScenario.TOKEN;
import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void theThreeRequiredKeysAreEnough() {
        Settings settings = valid().read();

        assertThat(settings.mainAccount().sid()).isEqualTo(ACCOUNT);
        assertThat(settings.mainAccount().tokens()).containsExactly(TOKEN);
        assertThat(settings.publicUrls()).containsExactly(new PublicUrl("https://voice.example.com", ""));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void everyMissingRequiredKeyIsNamedAtOnce() {
        String problems = problems(valid().without("twilio.account-sid")
                .without("twilio.auth-token")
                .without("voice.public-url"));

        assertThat(problems.lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("twilio.account-sid is not set; allowed: "),
                        line -> assertThat(line).startsWith("twilio.auth-token is not set; allowed: "),
                        line -> assertThat(line).startsWith("voice.public-url is not set; allowed: "));
    }

    @Test
    void aRequiredKeyThatIsBlankIsMissing() {
        assertThat(problems(valid().with("twilio.auth-token", "  "))).startsWith("twilio.auth-token is not set");
    }

    @Test
    void anOptionalKeyThatIsBlankHasItsDefault() {
        assertThat(valid().with("voice.http.port", "").read().number(Key.HTTP_PORT))
                .isEqualTo(8080);
    }

    @Test
    void spacesAroundAValueDoNotCount() {
        assertThat(valid().with("voice.http.port", " 8443 ").read().number(Key.HTTP_PORT))
                .isEqualTo(8443);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    twilio.account-sid          | AC12           | AC and 32 hexadecimal digits
                    twilio.api-url              | ftp://x        | http(s)://host[:port]
                    voice.public-url            | example.com    | http(s)://host[:port][/prefix]
                    voice.public-url            | https://a.b?c=d | without query
                    voice.public-url            | https://a.b#c  | fragment
                    voice.public-url            | https://a.b/voice/incoming | without the /voice/incoming
                    voice.public-url            | https://a.b,https://a.b/c/voice/status/ | without the /voice/incoming
                    voice.http.port             | 65536          | a port, 0 to 65535
                    voice.http.port             | http           | a port, 0 to 65535
                    voice.http.max-body-size    | 64k            | a size of 1KiB to 16MiB
                    voice.http.max-body-size    | 1023           | a size of 1KiB to 16MiB
                    voice.http.max-body-size    | 17MiB          | a size of 1KiB to 16MiB
                    voice.sink.calls.max-size   | 15MiB          | a size of 16MiB or more
                    voice.sink.calls.keep       | 30             | a time such as 90s
                    voice.http.max-body-size    | 999999999MiB   | a size of 1KiB to 16MiB
                    voice.http.max-requests     | 0              | a whole number, 1 to 10000
                    voice.http.max-requests     | 10001          | a whole number, 1 to 10000
                    voice.http.tls.key          | /no/such/file  | a readable file
                    voice.incoming.publish      | yes            | true, false
                    voice.incoming.deadline     | 15s            | a time of 100ms to 14s, such as 5s
                    voice.incoming.deadline     | 99ms           | a time of 100ms to 14s, such as 5s
                    voice.incoming.deadline     | 5              | a time of 100ms to 14s, such as 5s
                    voice.broker.listen         | 61616          | tcp://host:port, with options behind ?
                    voice.broker.listen         | localhost:61616 | tcp://host:port, with options behind ?
                    voice.broker.listen         | tcp://127.0.0.1 | tcp://host:port, with options behind ?
                    voice.broker.listen         | tcp://a:65536  | tcp://host:port, with options behind ?
                    voice.broker.listen         | amqp://a:5672  | tcp://host:port, with options behind ?
                    voice.broker.listen         | (tcp://a:1,tcp://b:1) | tcp://host:port, with options behind ?
                    voice.sink.s3.bucket        | Upper_Case     | a bucket name
                    voice.sink.s3.bucket        | Recordings     | a-z 0-9 . -
                    voice.sink.s3.bucket        | 10.0.0.1       | no IP address
                    voice.sink.s3.bucket        | a..b           | no two full stops
                    voice.sink.s3.region        | Frankfurt      | a region, such as eu-central-1
                    voice.sink.s3.region        | eu-central     | a region, such as eu-central-1
                    voice.sink.s3.region        | EU-CENTRAL-1   | a region, such as eu-central-1
                    voice.sink.s3.region        | eu-central-1a  | a region, such as eu-central-1
                    voice.sink.s3.prefix        | ${date}/       | characters of A-Z a-z 0-9 / _ . -
                    voice.sink.email.security   | ssl            | starttls, tls, none
                    voice.sink.email.from       | a@b,c@d        | one mail address
                    voice.sink.email.to         | nobody         | mail addresses separated by commas
                    voice.sink.email.audio      | inline         | attach, link, none
                    voice.sink.file.keep        | 30             | a time such as 90s, 15m, 12h or 30d
                    voice.retry.schedule        | 5s,soon        | times separated by commas
                    voice.recording.format      | ogg            | wav, mp3
                    """)
    void aWrongValueIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
        assertThat(problems(valid().with(key, value)).lines()).anySatisfy(line -> assertThat(line)
                .startsWith(key + " = " + value + "; allowed: ")
                .contains(allowed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "61616",
                "localhost:61616",
                "tcp://broker",
                "tcp://:61616",
                "http://broker:61616",
                "tcp://a:61616,tcp://b:61616",
                "(tcp://a:61616,b:61616)",
                "(tcp://a:61616,)",
                "(tcp://a:61616, tcp://b:61616)",
                "()",
                "(tcp://a:61616,tcp://b:61616)sslEnabled=true",
                "(tcp://a:61616,tcp://b:61616)?trustStorePath=a b"
            })
    void aBrokerIsNamedByUrls(String url) {
        assertThat(problems(valid().with("voice.broker.url", url)))
                .isEqualTo("voice.broker.url has a wrong value (not shown); allowed: tcp://host:port, or several as"
                        + " (tcp://a:port,tcp://b:port), with options behind ?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:61616",
                "tcp://[::1]:61616?sslEnabled=true&trustStorePath=/etc/voice/trust.p12&trustStorePassword=a,b",
                "(tcp://a:61616)",
                "(tcp://a:61616,tcp://b:61616)",
                "(tcp://a:61616?sslEnabled=true,tcp://b:61616)?trustStorePath=/etc/voice/trust.p12"
            })
    void oneBrokerOrSeveralAreTaken(String url) {
        assertThat(valid().with("voice.broker.url", url).read().get(Key.BROKER_URL))
                .isEqualTo(url);
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThat(problems(valid().with("voice.http.tls.certificate", "src")))
                .contains("voice.http.tls.certificate = src; allowed: a readable file");
    }

    @Test
    void aTimeBeyondCountingIsRefusedAtTheStart() {
        assertThat(problems(valid().with("voice.sink.file.keep", "99999999999999999999d")))
                .startsWith("voice.sink.file.keep = 99999999999999999999d; allowed: ");
    }

    @Test
    void everyWrongValueIsNamedAtOnce() {
        assertThat(problems(valid().with("voice.http.port", "x").with("voice.recording.format", "y"))
                        .lines())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twilio.auth-token",
                "twilio.api-key-secret",
                "voice.management.token",
                "voice.sink.http.url",
                "voice.sink.http.secret",
                "voice.recording.private-key"
            })
    void theWrongValueOfASecretIsNotPrinted(String key) {
        assertThat(problems(valid().with(key, "my secret")))
                .contains(key + " has a wrong value (not shown); allowed: ")
                .doesNotContain("my secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.public-url", "twilio.api-url", "voice.sink.s3.endpoint"})
    void aPasswordInAnUrlIsNotPrinted(String key) {
        assertThat(problems(valid().with(key, "https://user:pa55word@voice.example.com")))
                .contains(key + " = https://")
                .doesNotContain("pa55word");
    }

    @Test
    void aPasswordInTheOptionsOfAnAddressIsNotPrinted() {
        assertThat(problems(valid().with("voice.broker.listen", "ssl://a:1?keyStorePassword=pa55word&b=c")))
                .startsWith("voice.broker.listen = ssl://a:1?keyStorePassword=***&b=c; allowed: ");
    }

    @Test
    void settingsAndAccountsPrintNoSecret() {
        Settings settings = valid().with("voice.management.token", "m4nagement").read();

        assertThat(settings + " " + settings.mainAccount() + " " + settings.accounts())
                .doesNotContain(TOKEN)
                .doesNotContain("m4nagement");
    }

    @Test
    void plainHttpToAnotherMachineIsAWarning() {
        assertThat(valid().with("voice.public-url", "http://voice.example.com")
                        .read()
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("voice.public-url http://voice.example.com is not https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"})
    void plainHttpToThisMachineIsNoWarning(String url) {
        assertThat(valid().with("voice.public-url", url).read().warnings()).isEmpty();
    }

    @Test
    void timesAreRead() {
        Settings settings = valid().with("voice.retry.schedule", "500ms, 5s,2m,1h30m")
                .with("voice.sink.file.keep", "7d")
                .read();

        assertThat(settings.durations(Key.RETRY_SCHEDULE))
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofMinutes(90));
        assertThat(settings.duration(Key.FILE_KEEP)).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "65536, 65536", "64KiB, 65536", "16MiB, 16777216"})
    void sizesAreRead(String value, long bytes) {
        assertThat(valid().with("voice.http.max-body-size", value).read().bytes(Key.MAX_BODY_SIZE))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"16MiB, 16777216", "2GiB, 2147483648", "999999999GiB, 1073741822926258176"})
    void sizesOfADatabaseAreRead(String value, long bytes) {
        assertThat(valid().with("voice.sink.calls.max-size", value).read().bytes(Key.CALLS_MAX_SIZE))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:sqlite:calls.db", "jdbc:sqlite:C:\\calls.db", "jdbc:postgresql://db:5432/voice?ssl=true"})
    void aDatabaseIsAFileOrAServer(String url) {
        assertThat(valid().with("voice.sink.calls.url", url).read().get(Key.CALLS_URL))
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://a/b", "jdbc:sqlite::memory:", "jdbc:sqlite:", "calls.db"})
    void aDatabaseOfAnotherKindIsRefused(String url) {
        assertThat(problems(valid().with("voice.sink.calls.url", url)))
                .contains("voice.sink.calls.url has a wrong value (not shown); allowed: jdbc:sqlite:<file> or ");
    }

    @Test
    void aWebhookSecretHasItsPrefixAndAtLeast24Bytes() {
        String tooShort = "whsec_" + Base64.getEncoder().encodeToString(new byte[23]);
        String right = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);

        assertThat(problems(valid().with("voice.sink.http.secret", tooShort))).contains("whsec_ and base64");
        assertThat(valid().with("voice.sink.http.secret", right + "," + right)
                        .read()
                        .list(Key.HTTP_SINK_SECRET))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com",
                "hooks.example.com",
                "https://",
                "https://hooks.example.com#a",
                "https://me:pw@hooks.example.com"
            })
    void theHttpSinkTakesNoOtherThanAnHttpsUrl(String url) {
        assertThat(problems(valid().with("voice.sink.http.url", url))).startsWith("voice.sink.http.url has a wrong");
    }

    @Test
    void theHttpSinkTakesPlainHttpToThisMachine() {
        assertThat(valid().with("voice.sink.http.url", "http://127.0.0.1:9000/hook")
                        .read()
                        .get(Key.HTTP_SINK_URL))
                .isEqualTo("http://127.0.0.1:9000/hook");
    }
}
