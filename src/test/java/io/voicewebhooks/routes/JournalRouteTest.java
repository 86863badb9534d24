package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** {@code journal}: the event that is stored, and the reply of a webhook whose event was. */
class JournalRouteTest extends RouteTest {
    JournalRouteTest() {
        super("call-status", "journal", "error-handling");
    }

    @Test
    void theEventOfACallbackIsStoredAndTwilioHears204() throws Exception {
        String call = Twilio.callSid();

        Message reply = calls("/voice/status?context.mailbox=main", Twilio.status(call, "completed"));

        Message stored = mock("journal:voice.events").getExchanges().get(0).getMessage();
        VoiceEvent event = stored.getBody(VoiceEvent.class);
        assertThat(event.kind()).isEqualTo("call.completed");
        assertThat(event.callsid()).isEqualTo(call);
        assertThat(event.nested("context", "mailbox")).isEqualTo("main");
        assertThat(reply.getHeaders()).isEqualTo(Map.of("CamelHttpResponseCode", "204"));
        assertThat(reply.getBody(String.class)).isEmpty();
    }

    /** What a route leaves in headers is nobody's business outside. */
    @Test
    void nothingButTheStatusGoesOut() throws Exception {
        start();

        Message reply = template.request(
                        "direct:accepted", exchange -> exchange.getMessage().setHeader("stranger", "x"))
                .getMessage();

        assertThat(reply.getHeaders()).isEqualTo(Map.of("CamelHttpResponseCode", "204"));
    }

    /** For those who send to it: whether they go on is theirs to decide. */
    @Test
    void aFailureIsLeftToWhoeverSendsTheEvent() throws Exception {
        mock("journal:voice.events").whenAnyExchangeReceived(event -> {
            throw new IllegalStateException("the disk is full");
        });

        Exchange sent = template.request("direct:journal", exchange -> exchange.getMessage()
                .setBody(event("call.completed", Twilio.call(Twilio.callSid()))));

        assertThat(sent.getException()).hasMessage("the disk is full");
    }
}
