package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    private static final String OLD = "webhooks_sharedkey_01jaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String NEW = "webhooks_sharedkey_01k9zzzzzzzzzzzzzzzzzzzzzz";
    private static final String KEY = "twilio.signing-keys.";
    private static final String VARIABLE = "TWILIO_SIGNING_KEYS_" + NEW.toUpperCase(Locale.ROOT);

    @TempDir
    Path dir;

    @Test
    void thereAreNoneUnlessTheyAreSet() {
        assertThat(valid().read().signingKeys()).isEmpty();
    }

    @Test
    void oldAndNewAreThereDuringARotation() {
        assertThat(valid().with(KEY + OLD, "old-secret")
                        .with(KEY + NEW, "new-secret")
                        .read()
                        .signingKeys())
                .containsEntry(OLD, "old-secret")
                .containsEntry(NEW, "new-secret")
                .hasSize(2);
    }

    @Test
    void aVariableAloneSetsOneAndCapitalsDoNotCount() {
        Settings settings = valid().withVariable(VARIABLE, "new-secret")
                .with(KEY + "SKabC", "other-secret")
                .read();

        assertThat(settings.signingKeys()).containsEntry(NEW, "new-secret").containsEntry("skabc", "other-secret");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void aSecretMayBeInAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "new-secret\n");

        assertThat(valid().with(KEY + NEW + "-file", file).read().signingKeys()).containsEntry(NEW, "new-secret");
        assertThat(valid().withVariable(VARIABLE + "_FILE", file.toString())
                        .read()
                        .signingKeys())
                .containsEntry(NEW, "new-secret");
    }

    @Test
    void secretAndFileTogetherAreRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "new-secret");

        assertThat(problems(valid().with(KEY + NEW, "a-secret").with(KEY + NEW + "-file", file)))
                .isEqualTo(KEY + NEW + " and " + KEY + NEW + "-file are both set; allowed: one of them");
    }

    @Test
    void aWrongSecretIsNamedAndNotPrinted() {
        assertThat(problems(valid().with(KEY + NEW, "new secret")))
                .isEqualTo(KEY + NEW + " has a wrong value (not shown); allowed: text without spaces");
        assertThat(problems(valid().with(KEY + NEW, " ")))
                .isEqualTo(KEY + NEW + " is not set; allowed: text without spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a-b", "a b", "ä"})
    void whatIsNoIdIsRefused(String id) {
        assertThat(problems(valid().with(KEY + id, "new-secret")))
                .isEqualTo(KEY + id + ": " + id + " is no id of a shared key; allowed: 1 to 64 of A-Z a-z 0-9 _");
    }

    @Test
    void noSecretIsShown() {
        Settings settings = valid().with(KEY + NEW, "5ecret-of-a-key").read();

        assertThat(settings.withoutSecrets("signed with 5ecret-of-a-key")).isEqualTo("signed with ***");
        assertThat(settings.toString()).doesNotContain("5ecret");
    }
}
