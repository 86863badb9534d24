import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each missed call is a row; other calls are none. */
class MissedCallTest {
    private static final String DATABASE = "jdbc:sqlite:target/missed-calls.db";

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", "+15550009999")
            // on a busy machine the first call takes its time
            .set("voice.incoming.deadline", "14s")
            .set("missed-calls.url", DATABASE)
            .set("missed-calls.username", "")
            .set("missed-calls.password", "");

    @BeforeAll
    static void makeTheTable() throws Exception {
        try (Connection connection = DriverManager.getConnection(DATABASE)) {
            connection.createStatement().execute(Files.readString(Path.of("missed_call")));
        }
    }

    @Test
    void aMissedCallIsARow() throws Exception {
        phone.callee("+15550009999").answers().callee("+15550009999").presses("1");
        phone.from("+15551230002").calls("+15558675310").hasEnded().events();
        phone.callee("+15550009999").doesNotAnswer();
        PhoneCall missed = phone.from("+15551230001").calls("+15558675310").hangsUp();

        assertThat(missed.event("call.missed").data("From")).isEqualTo("+15551230001");
        assertThat(callers()).containsExactly("+15551230001");
    }

    private static List<String> callers() throws Exception {
        List<String> callers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(DATABASE);
                ResultSet rows = connection.createStatement().executeQuery("select caller from missed_call")) {
            while (rows.next()) {
                callers.add(rows.getString(1));
            }
        }
        return callers;
    }
}
