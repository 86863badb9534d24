package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Session;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.request.WebhookClient;
import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of the simulator beside those that were captured from Twilio, kind by kind. */
class CapturedRequestsTest extends CallScenario {
    /** What a captured request has and ours has not, and why. */
    private static final Map<String, String> ONLY_CAPTURED = Map.ofEntries(
            Map.entry("req", "the application's own query"),
            Map.entry("menu_digits", "the application's own query"),
            Map.entry("CallToken", "comes by POST only"),
            Map.entry("StirVerstat", "only if the call carried a PASSporT"),
            Map.entry("StirPassportToken", "only if the call carried a PASSporT"),
            Map.entry("AddOns", "only with add-ons of the Marketplace"),
            Map.entry("AnsweredBy", "only with answering machine detection"),
            Map.entry("SipResponseCode", "only where a call was not answered; at times elsewhere"),
            Map.entry("RecordingTrack", "recordings that TwiML or the API started"));

    /** What ours has and not every capture, and why. */
    private static final Map<String, String> ONLY_SIMULATED = Map.of(
            "CallToken", "documented as optional; older captures lack it",
            "DialBridged", "documented; one capture lacks it",
            "msg", "undocumented; in one capture",
            "ParentCallSid", "ours is a leg that was dialled, the captured one was not");

    record Captured(
            String kind, String method, Map<String, String> parameters, String raw, boolean original, String source) {
        List<String> names() {
            return List.copyOf(parameters.keySet());
        }

        @Override
        public String toString() {
            return kind + " " + method + ", " + source;
        }
    }

    static Stream<Captured> captured() throws IOException {
        JsonNode samples =
                new ObjectMapper().readTree(CapturedRequestsTest.class.getResourceAsStream("/sample-payloads.json"));
        Set<String> kinds = Set.of(
                "incoming-call", "gather-action", "record-action", "dial-action", "call-status", "recording-status");
        return StreamSupport.stream(samples.spliterator(), false)
                .filter(sample -> kinds.contains(sample.get("kind").asText()))
                .filter(sample -> sample.get("authenticity").asText().startsWith("captured"))
                .map(sample -> new Captured(
                        sample.get("kind").asText(),
                        sample.get("method").asText(),
                        parameters(sample),
                        sample.path("raw").asText(),
                        sample.get("raw_is_original_encoding").asBoolean(),
                        sample.get("source").asText()));
    }

    private static Map<String, String> parameters(JsonNode sample) {
        Map<String, String> parameters = new LinkedHashMap<>();
        sample.get("params")
                .forEach(parameter -> parameters.put(
                        parameter.get(0).asText(), parameter.get(1).asText()));
        return parameters;
    }

    /** A call with one request of each kind. */
    private Request request(String kind, String method) {
        String attributes = " method=\"" + method + "\" action=\"/action\"";
        switch (kind) {
            case "gather-action" -> application.says("/voice", "<Gather numDigits=\"1\"" + attributes + "/>");
            case "record-action" -> application.says("/voice", "<Record" + attributes + "/>");
            case "recording-status" ->
                application.says("/voice", "<Record recordingStatusCallback=\"/action\" action=\"/end\"/>");
            case "dial-action" -> application.says("/voice", "<Dial" + attributes + ">" + OFFICE + "</Dial>");
            case "call-status" ->
                application.says(
                        "/voice",
                        "<Dial><Number statusCallbackMethod=\"" + method + "\" statusCallback=\"/action\">" + OFFICE
                                + "</Number></Dial>");
            default -> application.says("/voice", "<Hangup/>");
        }
        if (kind.equals("incoming-call")) {
            return incoming(method);
        }
        call(kind.startsWith("record") ? speaks(3) : presses("1"), presses("8"));
        return application.request("/action");
    }

    private Request incoming(String method) {
        call(new CallSetup(
                application.url() + "/voice",
                method,
                Optional.empty(),
                Optional.empty(),
                CALLER,
                OUR_NUMBER,
                Map.of(),
                Optional.empty()));
        return application.request("/voice");
    }

    @ParameterizedTest
    @MethodSource("captured")
    void ofEachKindTheNamesAreTheSameButForThoseThatAreOptional(Captured captured) {
        Request ours = request(captured.kind(), captured.method());

        Set<String> missing = new TreeSet<>(captured.names());
        missing.removeAll(ours.parameters().keySet());
        Set<String> added = new TreeSet<>(ours.parameters().keySet());
        captured.names().forEach(added::remove);
        assertThat(missing).isSubsetOf(ONLY_CAPTURED.keySet());
        if (captured.kind().equals("dial-action") && !captured.names().contains("DialCallDuration")) {
            // captured of a call that nobody took
            added.remove("DialCallDuration");
        }
        assertThat(added).isSubsetOf(ONLY_SIMULATED.keySet());
    }

    /** Captures of 2014 and older have another order, and some authors sorted theirs. */
    static Stream<Captured> inTodaysOrder() throws IOException {
        return captured()
                .filter(captured -> captured.names().subList(0, 2).contains("Called")
                        || captured.names().get(0).equals("RecordingSource"));
    }

    @ParameterizedTest
    @MethodSource("inTodaysOrder")
    void theOrderIsThatOfTheCapture(Captured captured) {
        List<String> ours = new ArrayList<>(
                request(captured.kind(), captured.method()).parameters().keySet());
        ours.retainAll(captured.names());
        List<String> theirs = new ArrayList<>(captured.names());
        theirs.retainAll(ours);

        // what shares a bucket of Twilio's hash table changes places from capture to capture
        assertThat(ours).allSatisfy(name -> assertThat(ours.indexOf(name)).isCloseTo(theirs.indexOf(name), within(3)));
    }

    /** Captures of 2014 and older have {@code +} for a space. */
    static Stream<Captured> inTodaysEncoding() throws IOException {
        return captured()
                .filter(captured -> captured.original() && !captured.raw().contains("+"));
    }

    @ParameterizedTest
    @MethodSource("inTodaysEncoding")
    void theEncodingIsThatOfTheCapture(Captured captured) {
        new WebhookClient(ScriptedApplication.ACCOUNT.authToken())
                .send(
                        new Webhook(Purpose.CALL_STATUS, "POST", application.url() + "/voice", captured.parameters()),
                        new Session(),
                        false);

        assertThat(application.request("/voice").encoded()).isEqualTo(captured.raw());
    }
}
