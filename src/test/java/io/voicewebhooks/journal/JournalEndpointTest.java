package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways into the journal: the endpoint of the route files, and the beans of copies that are older. */
class JournalEndpointTest {
    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    /** What the files say. */
    enum Files {
        SHIPPED,
        FORMER
    }

    private Application.Builder application(Files files) throws IOException {
        if (files == Files.FORMER) {
            routes.edit(
                    "journal.camel.yaml",
                    text -> text.replaceFirst(
                            "( +)- to:\n( +id: to-journal)\n +uri: journal:voice.events\n",
                            "$1- process:\n$1    ref: eventMessage\n$1- process:\n$2\n$1    ref: journalIntake\n"));
            former("incoming-call", "publishIncoming", "wait: never\n");
            former("flow-forward", "publishMissed", "wait: briefly\n");
        }
        return Application.with(dir.resolve("data")).routes(routes.pattern());
    }

    /** Puts one step in the place of those from the making of an event to its endpoint. */
    private void former(String file, String bean, String last) throws IOException {
        routes.edit(
                file + ".camel.yaml",
                text -> text.replaceFirst(
                        "(?s)( +)- (?:setVariable:\n +name: event|process:\n +ref: newCall)\n.*?" + last,
                        "$1- process:\n$1    ref: " + bean + "\n"));
    }

    private static List<Entry<String, String>> call(String call, String name, String value) {
        return Twilio.with(Twilio.call(call), name, value);
    }

    private static List<Entry<String, String>> withoutStatus(String call) {
        return Twilio.call(call).stream()
                .filter(parameter -> !parameter.getKey().equals("CallStatus"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void callsAndCallbacksBecomeEvents(Files files) throws IOException {
        String ringing = Twilio.callSid();
        String sip = Twilio.callSid();
        String later = Twilio.callSid();
        String missed = Twilio.callSid();
        try (HttpReceiver http = HttpReceiver.start();
                Application application =
                        application(files).set(http.settings()).start()) {
            Twilio twilio = application.twilio();
            twilio.post("/voice/incoming", call(later, "CallStatus", "in-progress"));
            twilio.post("/voice/incoming", Twilio.call(ringing));
            twilio.post("/voice/incoming", withoutStatus(sip));
            twilio.post("/voice/forward-result", call(missed, "DialCallStatus", "busy"));
            assertThat(twilio.post("/voice/status", Twilio.status(later, "completed"))
                            .statusCode())
                    .isEqualTo(204);

            assertThat(http.await(ringing).type()).isEqualTo("call.incoming");
            assertThat(http.await(sip).type()).isEqualTo("call.incoming");
            assertThat(http.await(missed).type()).isEqualTo("call.missed");
            assertThat(http.await(later).type()).isEqualTo("call.completed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsNoEventWhereThatIsSwitchedOff(Files files) throws IOException {
        String call = Twilio.callSid();
        try (HttpReceiver http = HttpReceiver.start();
                Application application = application(files)
                        .set(http.settings())
                        .set("voice.incoming.publish", "false")
                        .start()) {
            assertThat(application
                            .twilio()
                            .post("/voice/incoming", call(call, "CallSid", ""))
                            .statusCode())
                    .isEqualTo(400);
            assertThat(application
                            .twilio()
                            .post("/voice/incoming", Twilio.call(call))
                            .statusCode())
                    .isEqualTo(200);
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));

            assertThat(http.await(call).type()).isEqualTo("call.completed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallerIsAnsweredWhereNothingCanBeStored(Files files) throws Exception {
        try (Application application = application(files).start()) {
            Journal.of(application.context()).stop();

            assertThat(application
                            .twilio()
                            .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .body())
                    .contains("<Record ");
            assertThat(application
                            .twilio()
                            .post("/voice/forward-result", call(Twilio.callSid(), "DialCallStatus", "busy"))
                            .body())
                    .contains("<Record ");
            assertThat(application
                            .twilio()
                            .post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                            .statusCode())
                    .isEqualTo(503);
            await().untilAsserted(() ->
                    assertThat(application.meter("voice_unpublished_total")).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "journal:voice.event, there is no journal voice.event; expected: journal:voice.events",
        "journal:voice.events?wait=no, 'wait = no; expected: stored, briefly, never'",
        "journal:voice.events?patience=5, Unknown parameters=[{patience=5}]"
    })
    void anEndpointThatIsNoneIsNamed(String uri, String problem) throws IOException {
        routes.replace("journal.camel.yaml", "journal:voice.events", uri);

        assertThat(CheckScenario.with(dir.resolve("data")).problems(routes))
                .singleElement()
                .asString()
                .startsWith(routes.path("journal.camel.yaml") + ", route journal: ")
                .contains(problem);
    }

    @Test
    void whatIsNoEventIsNotStored() throws IOException {
        routes.replace("incoming-call.camel.yaml", "variable: event", "variable: evnt");
        try (Application application = application(Files.SHIPPED).start()) {
            assertThat(application
                            .twilio()
                            .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .body())
                    .contains("<Say>")
                    .doesNotContain("<Record ");
        }
    }

    /** A step behind it replies. */
    @Test
    void noReplyIsExpectedOfIt() throws IOException {
        routes.write("own.camel.yaml", """
                - route:
                    id: own
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/own
                      steps:
                        - process:
                            ref: twilioSignature
                        - setVariable:
                            name: event
                            method: { ref: voiceEvent, method: incoming }
                        - to: journal:voice.events?variable=event
                """);

        assertThat(CheckScenario.with(dir.resolve("data")).problems(routes))
                .singleElement()
                .asString()
                .startsWith(routes.path("own.camel.yaml") + ", route own: ends without a reply to the caller");
    }
}
