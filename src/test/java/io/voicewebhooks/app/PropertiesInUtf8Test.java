package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code application.properties} is a file in UTF-8. */
class PropertiesInUtf8Test {
    @TempDir
    Path dir;

    @Test
    void textsAreSpokenAsTheyAreWrittenAndEscapesAreStillRead() throws IOException {
        Application.Builder configured =
                with("call.hours =\ncall.voicemail.greeting = Grüß Gott, M\\u00fcller", StandardCharsets.UTF_8);

        assertThat(answer(configured)).contains("Grüß Gott, Müller");
    }

    @Test
    void aHolidayIsNamedAsItIsWritten() throws IOException {
        // whenever midnight is
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Application.Builder configured = with(
                "call.holidays = " + today + " Mariä Empfängnis, " + today.plusDays(1) + " Mariä Empfängnis",
                StandardCharsets.UTF_8);

        assertThat(answer(configured)).contains("Mariä Empfängnis");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Application.Builder configured = with("call.voicemail.greeting = Grüß Gott", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(configured::start)
                .hasMessage(
                        "call.voicemail.greeting holds bytes that are no UTF-8; allowed: a file in UTF-8, or escapes"
                                + " such as \\u00fc");
    }

    private Application.Builder with(String properties, Charset encoding) throws IOException {
        Path file = Files.writeString(dir.resolve("application.properties"), properties, encoding);
        return Application.with(dir.resolve("data"))
                .prepare(main -> main.setPropertyPlaceholderLocations(
                        "file:" + file + ",classpath:io/voicewebhooks/camel.properties"));
    }

    private static String answer(Application.Builder configured) {
        try (Application application = configured.start()) {
            return application
                    .twilio()
                    .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                    .body();
        }
    }
}
