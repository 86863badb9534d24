package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code incoming-call}: which caller gets which flow, and what is heard when something fails. */
class IncomingCallRouteTest extends RouteTest {
    private static final String ALWAYS = "mon-sun 00:00-24:00";
    /** Every day is one. */
    private static final String HOLIDAYS = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//Holidays//EN
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20200101
            RRULE:FREQ=DAILY
            SUMMARY:Stocktaking
            END:VEVENT
            END:VCALENDAR
            """;

    private final List<Entry<String, String>> call = Twilio.call(Twilio.callSid());

    IncomingCallRouteTest() {
        super("incoming-call", "error-handling");
    }

    /** The flows themselves are in other files. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            caller is blocked | file "closed" | holiday | business hour | number to forward to | flow
                              |               |         |               |                      | direct:voicemail
                              |               |         |               | x                    | direct:voicemail
                              |               |         | x             |                      | direct:voicemail
                              |               |         | x             | x                    | direct:forward
                              |               | x       | x             | x                    | direct:holiday
                              | x             | x       | x             | x                    | direct:closed
            x                 | x             | x       | x             | x                    |
            """)
    void whoGetsWhichFlow(String blocked, String closed, String holiday, String open, String forward, String flow)
            throws Exception {
        set("call.blocked", blocked == null ? "" : "+15551230001");
        set("call.hours", open == null ? "" : ALWAYS);
        set("call.forward.to", forward == null ? "" : "+15550009999");
        if (closed != null) {
            Files.createFile(dataDir.resolve("closed"));
        }
        if (holiday != null) {
            set(
                    "call.holidays-file",
                    Files.writeString(dataDir.resolve("holidays.ics"), HOLIDAYS).toString());
        }

        Message reply = calls("/voice/incoming", call);

        if (flow == null) {
            assertThat(reached()).noneMatch(endpoint -> endpoint.startsWith("direct:"));
            assertThat(reply.getBody(String.class)).contains("<Response>\n  <Reject reason=\"busy\"/>\n</Response>");
        } else {
            assertThat(reached())
                    .filteredOn(endpoint -> endpoint.startsWith("direct:"))
                    .containsExactly(flow);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+15551110000, true",
        "+15551110001, true",
        "anonymous, true",
        "+155511100001, false",
        "+15551230001, false"
    })
    void aBlockedCallerIsOneOfTheListAsAWhole(String from, boolean rejected) throws Exception {
        set("call.blocked", "+15551110000, +15551110001 , anonymous");

        calls("/voice/incoming", Twilio.with(call, "From", from));

        assertThat(reached().contains("direct:voicemail")).isEqualTo(!rejected);
    }

    @Test
    void anEmergencyIsSwitchedOnAndOffWhileTheApplicationRuns() throws Exception {
        Path file = dataDir.resolve("closed");

        calls("/voice/incoming", call);
        assertThat(mock("direct:closed").getExchanges()).isEmpty();

        Files.createFile(file);
        calls("/voice/incoming", call);
        assertThat(mock("direct:closed").getExchanges()).hasSize(1);

        Files.delete(file);
        calls("/voice/incoming", call);
        assertThat(mock("direct:closed").getExchanges()).hasSize(1);
        assertThat(mock("direct:voicemail").getExchanges()).hasSize(2);
    }

    @Test
    void whateverFailsTheCallerHearsTheFallback() throws Exception {
        mock("direct:voicemail").whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("out of luck");
        });

        isTheFallback(calls("/voice/incoming", call));
    }

    @Test
    void twilioGetsTheFallbackWhereItAsksForIt() throws Exception {
        isTheFallback(calls("/voice/fallback", Twilio.with(call, "ErrorCode", "11200")));
    }

    @Test
    void aSignedRequestThatIsNoCallIsRefusedWithTheReason() throws Exception {
        Message reply = calls("/voice/incoming", List.of());

        assertThat(reply.getHeader("CamelHttpResponseCode")).isEqualTo("400");
        assertThat(reply.getBody(String.class)).isEqualTo("CallSid is missing");
    }

    private static void isTheFallback(Message reply) {
        assertThat(reply.getHeaders())
                .containsEntry("CamelHttpResponseCode", 200)
                .containsEntry("Content-Type", "text/xml; charset=utf-8")
                .containsEntry("Voice-Webhooks", "fallback")
                .hasSize(3);
        assertThat(reply.getBody(String.class)).contains("your call cannot be taken at the moment");
    }

    /** A later request of a call has another status, a call of a SIP domain has none. */
    @ParameterizedTest
    @CsvSource({
        "true, ringing, 1",
        "true, , 1",
        "true, queued, 0",
        "true, in-progress, 0",
        "true, completed, 0",
        "false, ringing, 0"
    })
    void eachCallIsPublishedOnceIfAtAll(String publish, String status, int events) throws Exception {
        set("voice.incoming.publish", publish);
        List<Entry<String, String>> form = new ArrayList<>(call);
        form.removeIf(parameter -> parameter.getKey().equals("CallStatus"));
        if (status != null) {
            form.add(Map.entry("CallStatus", status));
        }

        calls("/voice/incoming", form);

        // no caller waits for a disk
        assertThat(context.hasEndpoint("journal:voice.events?variable=event&wait=never"))
                .isNotNull();
        assertThat(mock("journal:voice.events").getExchanges()).hasSize(events).allSatisfy(exchange -> assertThat(
                        exchange.getVariable("event", VoiceEvent.class).kind())
                .isEqualTo("call.incoming"));
    }
}
