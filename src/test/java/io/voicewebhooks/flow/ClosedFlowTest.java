package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When nobody is there: an emergency, and holidays. */
class ClosedFlowTest {
    /** Every day is one. */
    private static final String HOLIDAYS = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//Holidays//EN
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20200101
            RRULE:FREQ=DAILY
            SUMMARY:Stocktaking & cleaning
            END:VEVENT
            END:VCALENDAR
            """;

    @TempDir
    Path dir;

    @Test
    void anEmergencyIsSwitchedOnAndOffWhileTheApplicationRuns() throws IOException {
        Path file = dir.resolve("data/closed");
        try (Application application = application().start()) {
            assertThat(answer(application)).contains("<Dial");

            Files.createFile(file);
            assertThat(answer(application))
                    .contains("<Say language=\"en-US\">We are closed at the moment. Please call again later.</Say>")
                    .contains("<Hangup/>")
                    .doesNotContain("<Dial");

            Files.writeString(file, "Closed: <flood> & power cut.\n");
            assertThat(answer(application))
                    .contains("<Say language=\"en-US\">Closed: &lt;flood&gt; &amp; power cut.</Say>")
                    .doesNotContain("call again later");

            Files.delete(file);
            assertThat(answer(application)).contains("<Dial");
        }
    }

    @Test
    void aHolidayIsNamedAndGoesOnToVoicemail() throws IOException {
        Path calendar = Files.writeString(dir.resolve("holidays.ics"), HOLIDAYS);
        try (Application application =
                application().set("call.holidays-file", calendar.toString()).start()) {
            assertThat(answer(application))
                    .contains("We are closed today: Stocktaking &amp; cleaning.")
                    .contains("<Redirect>https://voice.example.com/voice/voicemail#rc=5&amp;rp=5xx,ct,rt</Redirect>");
            assertThat(application.twilio().post("/voice/voicemail", call()).body())
                    .contains("<Record ")
                    .contains("context.mailbox=main");
        }
    }

    private Application.Builder application() {
        return Application.with(dir.resolve("data"))
                .set("call.hours", "mon-sun 00:00-24:00")
                .set("call.forward.to", "+15550009999");
    }

    private static String answer(Application application) {
        return application.twilio().post("/voice/incoming", call()).body();
    }

    private static List<Entry<String, String>> call() {
        return Twilio.call(Twilio.callSid());
    }
}
