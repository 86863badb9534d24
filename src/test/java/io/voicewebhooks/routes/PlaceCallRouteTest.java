package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code place-call}: what Twilio is asked, and what becomes of a request. */
class PlaceCallRouteTest extends RouteTest {
    private static final String QUEUE = "voice.calls.place";
    private static final String AGAIN = "jms:queue:" + QUEUE;
    private static final String DEAD = "jms:queue:voice.dead-letter";
    private static final String JOURNAL = "journal:voice.events";
    private static final String REQUEST = "{\"id\":\"r1\",\"to\":\"+15551230001\",\"from\":\"+15558675310\","
            + "\"twiml\":\"<Response/>\",\"context\":{\"order\":\"4711\"}}";

    private RestServer twilio;

    PlaceCallRouteTest() {
        super("place-call");
        set("voice.calls.allowed", "+15551230001,+1555867*");
        set("voice.calls.per-hour", "2");
    }

    @BeforeEach
    void startTwilio() {
        twilio = RestServer.start();
        twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        set("twilio.api-url", twilio.url());
    }

    @AfterEach
    void stopTwilio() {
        twilio.close();
    }

    private long placed() {
        return twilio.requests().stream()
                .filter(each -> each.startsWith("POST "))
                .count();
    }

    private VoiceEvent event(int index) throws Exception {
        return mock(JOURNAL).getExchanges().get(index).getVariable("event", VoiceEvent.class);
    }

    private String error(String endpoint) throws Exception {
        Message letter = mock(endpoint).getExchanges().get(0).getMessage();
        assertThat(letter.getBody()).isEqualTo(REQUEST);
        return letter.getHeader("deliveryLastError", String.class);
    }

    /** A try before this one ended with an error, so long ago. */
    private static Map<String, Object> after(String error, Duration ago) {
        String then = Instant.now().minus(ago).toString();
        Map<String, Object> left = new HashMap<>(
                Map.of("deliveryErrors", then + " " + error, "deliveryAttempts", 1, "deliveryFirstFailure", then));
        if (!error.startsWith("not placed: ")) {
            left.put("mayBePlaced", then + " " + then);
        }
        return left;
    }

    @Test
    void aRequestIsACallAndAnEventWithItsContext() throws Exception {
        delivers(QUEUE, REQUEST);

        assertThat(reached()).containsExactly(JOURNAL);
        assertThat(placed()).isEqualTo(1);
        VoiceEvent event = event(0);
        assertThat(event.kind()).isEqualTo("call.placed");
        assertThat(event.callsid()).matches("CA[0-9a-f]{32}");
        assertThat(event.data())
                .containsEntry("To", "+15551230001")
                .containsEntry("context", Map.of("order", "4711", "request", "r1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +15551230001 | +15551230002 | voice.calls.allowed does not have the number that to names
            "id":"r1"    | "id":"a b"   | id = a b is wrong; allowed: 1 to 64 of A-Z a-z 0-9 . _ -
            "to"         | "too"        | unknown field too; allowed: context, flow, from, id
            "twiml":"<Response/>" | "flow":"nowhere" | no route listens on /voice/nowhere
            "twiml":"<Response/>" | "url":"http://a.example/" | url is wrong; allowed: an https URL
            "twiml":"<Response/>" | "url":"https://a.example/{b}" | url is wrong; allowed: an https URL
            "twiml":"<Response/>" | "record":true    | allowed: one of flow, twiml, url
            "order":"4711"        | "a b":"1"        | context is wrong; allowed: an object of at most 10 texts
            {            | [            | it is no JSON object
            """)
    void whatIsWrongIsADeadLetterAndNobodyIsCalled(String part, String wrong, String why) throws Exception {
        delivers(QUEUE, REQUEST.replace(part, wrong));

        assertThat(reached()).containsExactly(DEAD);
        assertThat(mock(DEAD).getExchanges().get(0).getMessage().getHeader("deliveryLastError", String.class))
                .startsWith("not placed: ")
                .contains(why)
                .doesNotContain("+15551230002");
        assertThat(twilio.requests()).isEmpty();
    }

    @Test
    void noMoreAreCalledThanTheHourAllows() throws Exception {
        for (int i = 0; i < 3; i++) {
            delivers(QUEUE, REQUEST);
        }

        assertThat(placed()).isEqualTo(2);
        assertThat(error(AGAIN)).contains("not placed: voice.calls.per-hour = 2");
    }

    @Test
    void whatTwilioRefusesIsNoneOfThem() throws Exception {
        twilio.fails(RestFault.UNAUTHORIZED, "POST ", 2);
        for (int i = 0; i < 4; i++) {
            delivers(QUEUE, REQUEST, Map.of("JMSMessageID", "ID:" + i));
        }

        assertThat(mock(JOURNAL).getExchanges()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestFault.class,
            names = {"UNAUTHORIZED", "FORBIDDEN"})
    void whatIsNotTheRequestsFaultIsTriedAgain(RestFault fault) throws Exception {
        twilio.fails(fault);

        delivers(QUEUE, REQUEST);

        assertThat(reached()).containsExactly(AGAIN);
        assertThat(error(AGAIN)).startsWith("not placed: Twilio answered 40");
    }

    @Test
    void whatTwilioRefusesIsADeadLetter() throws Exception {
        twilio.fails(RestFault.NOT_FOUND);

        delivers(QUEUE, REQUEST);

        assertThat(reached()).containsExactly(DEAD);
        assertThat(error(DEAD)).startsWith("not placed: Twilio answered 404");
    }

    @ParameterizedTest
    @EnumSource(
            value = RestFault.class,
            names = {"ANSWER_LOST", "SERVER_ERROR"})
    void aCallThatMayHaveBeenPlacedIsTriedAgain(RestFault fault) throws Exception {
        twilio.fails(fault, "POST ", 1);

        delivers(QUEUE, REQUEST);

        assertThat(reached()).containsExactly(AGAIN);
        assertThat(error(AGAIN)).contains("may have been placed").doesNotContain("not placed: ");
    }

    @Test
    void andIsNotPlacedAgainIfTwilioHasIt() throws Exception {
        twilio.fails(RestFault.ANSWER_LOST, "POST ", 1);
        delivers(QUEUE, REQUEST);

        delivers(QUEUE, REQUEST, after("it may have been placed: no answer", Duration.ofMinutes(5)));

        assertThat(placed()).isEqualTo(1);
        assertThat(event(0).kind()).isEqualTo("call.placed");
    }

    @Test
    void orPlacedAgainIfTwilioDoesNotHaveItForTwoMinutes() throws Exception {
        delivers(QUEUE, REQUEST, after("it may have been placed: no answer", Duration.ofSeconds(30)));
        assertThat(placed()).isZero();
        assertThat(error(AGAIN)).contains("not placed: as far as Twilio's list of calls tells yet");

        delivers(QUEUE, REQUEST, after("it may have been placed: no answer", Duration.ofMinutes(3)));
        assertThat(placed()).isEqualTo(1);
    }

    @Test
    void anEventThatCouldNotBeStoredMakesNoSecondCall() throws Exception {
        mock(JOURNAL).whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("the disk is full");
        });
        delivers(QUEUE, REQUEST);
        assertThat(error(AGAIN)).contains("the disk is full");

        delivers(QUEUE, REQUEST, after("the disk is full", Duration.ofMinutes(5)));

        assertThat(placed()).isEqualTo(1);
    }

    @Test
    void nobodyIsCalledLongAfterItWasAskedFor() throws Exception {
        delivers(QUEUE, REQUEST, after("not placed: Twilio answered 401", Duration.ofMinutes(61)));
        delivers(
                QUEUE,
                REQUEST,
                Map.of("JMSTimestamp", Instant.now().minusSeconds(3_700).toEpochMilli()));

        assertThat(placed()).isZero();
        assertThat(mock(DEAD).getExchanges()).hasSize(2);
        assertThat(error(DEAD)).isEqualTo("not placed: it was asked for more than an hour ago");
    }

    @Test
    void afterARestartItIsLookedForFirst() throws Exception {
        Map<String, Object> again =
                Map.of("JMSRedelivered", true, "JMSTimestamp", Instant.now().toEpochMilli());
        delivers(QUEUE, REQUEST, again);
        assertThat(placed()).isZero();
        assertThat(error(AGAIN)).contains("may have been placed before a restart");

        delivers(QUEUE, REQUEST);
        delivers(QUEUE, REQUEST, again);

        assertThat(placed()).isEqualTo(1);
        assertThat(event(1).callsid()).isEqualTo(event(0).callsid());
    }

    @Test
    void whateverTheBrokerKnowsOfTheTryBefore() throws Exception {
        Map<String, Object> killed = Map.of("JMSMessageID", "ID:killed");
        delivers(QUEUE, REQUEST, killed);
        delivers(QUEUE, REQUEST, killed);

        assertThat(placed()).isEqualTo(1);
        assertThat(event(1).callsid()).isEqualTo(event(0).callsid());
    }

    @Test
    void whateverFailsAfterIt() throws Exception {
        twilio.fails(RestFault.ANSWER_LOST, "POST ", 1);
        delivers(QUEUE, REQUEST);
        twilio.fails(RestFault.SERVER_ERROR, "GET ", Integer.MAX_VALUE);
        for (int i = 0; i < 9; i++) {
            delivers(
                    QUEUE,
                    REQUEST,
                    mock(AGAIN).getExchanges().get(i).getMessage().getHeaders());
        }
        twilio.recovers();

        Message last = mock(DEAD).getExchanges().get(0).getMessage();
        // all that is left of it once somebody has redriven it
        delivers(QUEUE, REQUEST, Map.of("mayBePlaced", last.getHeader("mayBePlaced")));

        assertThat(placed()).isEqualTo(1);
        assertThat(event(0).kind()).isEqualTo("call.placed");
    }

    @Test
    void whatWasCertainlyNotPlacedIsNotLookedFor() throws Exception {
        twilio.fails(RestFault.UNAUTHORIZED, "POST ", 1);
        delivers(QUEUE, REQUEST);
        Message refused = mock(AGAIN).getExchanges().get(0).getMessage();
        assertThat(refused.getHeader("mayBePlaced")).isNull();

        delivers(QUEUE, REQUEST, refused.getHeaders());

        assertThat(mock(JOURNAL).getExchanges()).hasSize(1);
        assertThat(twilio.requests()).noneMatch(each -> each.startsWith("GET "));
    }

    @Test
    void whileItCannotBeLookedForNothingIsPlaced() throws Exception {
        twilio.fails(RestFault.SERVER_ERROR, "GET ", 1);

        delivers(QUEUE, REQUEST, after("it may have been placed: no answer", Duration.ofMinutes(5)));

        assertThat(placed()).isZero();
        assertThat(error(AGAIN))
                .contains("cannot be looked for: Twilio answered 500")
                .as("what tells the next try")
                .doesNotContain("not placed: ");
    }
}
