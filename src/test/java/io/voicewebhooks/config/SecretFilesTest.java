package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.OTHER_ACCOUNT;
import static io.voicewebhooks.config.ConfigurationScenario.TOKEN;
import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in a file, as container platforms mount them: {@code <key>-file} names it. */
class SecretFilesTest {
    private static final String SECRET = "5ec2e7f11e5ec2e7f11e5ec2e7f11e12";

    @TempDir
    Path dir;

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "secret", ""), content);
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void everySecretMayBeInAFileAndNothingElse(Key key) {
        boolean inFile = key.secret() && key != Key.RECORDING_PRIVATE_KEY;

        assertThat(key.fileKey()).isEqualTo(inFile ? Optional.of(key.key() + "-file") : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void theNewLineAtTheEndOfAFileDoesNotCount(String end) throws IOException {
        Settings settings = valid().without("twilio.auth-token")
                .with("twilio.auth-token-file", file(SECRET + end))
                .read();

        assertThat(settings.mainAccount().tokens()).containsExactly(SECRET);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void theFileMayBeNamedByAnEnvironmentVariable() throws IOException {
        Settings settings = valid().withVariable(
                        "VOICE_MANAGEMENT_TOKEN_FILE", file(SECRET).toString())
                .read();

        assertThat(settings.get(Key.MANAGEMENT_TOKEN)).isEqualTo(SECRET);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void theTokenOfAFurtherAccountMayBeInAFileToo() throws IOException {
        String account = "twilio.accounts." + OTHER_ACCOUNT + ".";
        Settings byKey =
                valid().with(account + "auth-token-file", file(SECRET + "\n")).read();
        Settings byVariable = valid().withVariable(
                        "TWILIO_ACCOUNTS_" + OTHER_ACCOUNT.toUpperCase(java.util.Locale.ROOT) + "_AUTH_TOKEN_FILE",
                        file(SECRET).toString())
                .read();

        assertThat(byKey.accounts().get(OTHER_ACCOUNT).tokens()).containsExactly(SECRET);
        assertThat(byVariable.accounts().get(OTHER_ACCOUNT).tokens()).containsExactly(SECRET);
    }

    @Test
    void aKeyAndItsFileTogetherAreRefused() throws IOException {
        assertThat(problems(valid().with("twilio.auth-token-file", file(SECRET))))
                .isEqualTo("twilio.auth-token and twilio.auth-token-file are both set; allowed: one of them");
    }

    @Test
    void aKeyInTheFileAndTheOtherInTheEnvironmentAreRefusedToo() throws IOException {
        assertThat(problems(valid().withVariable(
                                "TWILIO_AUTH_TOKEN_FILE", file(SECRET).toString())))
                .startsWith("twilio.auth-token and twilio.auth-token-file are both set");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertThat(problems(valid().with("voice.management.token-file", file("\n"))))
                .isEqualTo(
                        "the file of voice.management.token-file is empty; allowed: a readable file with the value of"
                                + " voice.management.token");
    }

    @Test
    void aFileThatIsNotThereIsRefusedWithoutItsName() {
        assertThat(problems(valid().with("voice.management.token-file", dir.resolve(SECRET))))
                .isEqualTo("the file of voice.management.token-file cannot be read (NoSuchFileException); allowed: a"
                        + " readable file with the value of voice.management.token");
    }

    @Test
    void aDirectoryAndWhatIsNoTextAreRefused() throws IOException {
        Path binary = Files.write(Files.createTempFile(dir, "secret", ""), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(problems(valid().with("voice.management.token-file", dir))).contains("cannot be read");
        assertThat(problems(valid().with("voice.management.token-file", binary)))
                .contains("cannot be read");
        assertThat(problems(valid().with("voice.management.token-file", "a\u0000b")))
                .contains("cannot be read");
    }

    @Test
    void aWrongValueInAFileIsNamedByItsKeyAndNotPrinted() throws IOException {
        assertThat(problems(valid().with("voice.sink.http.secret-file", file(SECRET))))
                .startsWith("voice.sink.http.secret has a wrong value (not shown); allowed: whsec_")
                .doesNotContain(SECRET);
    }

    @Test
    void aMisspeltFileKeyIsNamedWithTheNearest() {
        assertThat(problems(valid().with("twilio.auth-tokens-file", "/run/secrets/token")))
                .isEqualTo("twilio.auth-tokens-file is no key of this application; nearest: twilio.auth-token-file");
    }

    @Test
    void whatIsNoSecretHasNoFile() {
        assertThat(problems(valid().with("voice.sink.s3.bucket-file", "/run/bucket")))
                .startsWith("voice.sink.s3.bucket-file is no key of this application");
    }

    @Test
    void operatorsMayHaveTheirTokenInAFile() throws IOException {
        Map<String, String> values =
                Map.of("voice.management.token-file", file(SECRET + "\n").toString());

        Settings keys = Settings.only(name -> Optional.ofNullable(values.get(name)), Key.MANAGEMENT_TOKEN);

        assertThat(keys.get(Key.MANAGEMENT_TOKEN)).isEqualTo(SECRET);
        assertThatThrownBy(() -> Settings.only(
                        name -> Optional.ofNullable(
                                Map.of("voice.management.token-file", "/none").get(name)),
                        Key.MANAGEMENT_TOKEN))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("voice.management.token-file cannot be read");
    }

    @Test
    void noSecretIsInATextWhoseSecretsAreHidden() {
        String url = "https://hooks.example.com/hooks/5ecret/path?token=5ecret-query&n=1";
        Settings settings = valid().with("voice.sink.http.url", url)
                .with("voice.management.token", "m4nagement")
                .with(
                        "voice.broker.url",
                        "(tcp://user:pa55word@c:1,tcp://a:1,tcp://b:1)?sslEnabled=true&trustStorePassword=ch4ngeit")
                .read();
        String text = "failed: " + url + ", POST /hooks/5ecret/path?n=1&token=5ecret-query, Bearer m4nagement, " + TOKEN
                + ", ch4ngeit, user:pa55word";

        assertThat(settings.withoutSecrets(text))
                .startsWith("failed: ***, POST ***")
                .doesNotContain("5ecret", "pa55word", "m4nagement", "ch4ngeit");
        assertThat(Arrays.asList(settings.toString(), settings.accounts().toString()))
                .noneMatch(shown -> shown.contains("m4nagement") || shown.contains(TOKEN));
    }

    @Test
    void theSecretsOfOneContextDoNotShowAPartOfThoseOfAnother() {
        Settings one = valid().with("voice.sink.http.url", "https://a.example.com/ordinary")
                .read();
        Settings other = valid().with("voice.sink.http.url", "https://b.example.com/ordinary/5ecret")
                .read();

        assertThat(Secrets.hideAll("POST /ordinary/5ecret", true)).isEqualTo("POST ***");
        assertThat(one.withoutSecrets("/ordinary")).isEqualTo(other.withoutSecrets("/ordinary/5ecret"));
    }
}
