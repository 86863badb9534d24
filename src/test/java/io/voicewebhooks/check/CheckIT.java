package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Twilio;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check} as a process. */
class CheckIT {
    @TempDir
    Path dir;

    private Path working;
    private RouteFolder routes;
    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void configure() throws Exception {
        working = Files.createDirectory(dir.resolve("working"));
        routes = RouteFolder.copiedTo(working);
        properties.put("twilio.account-sid", Twilio.ACCOUNT);
        properties.put("twilio.auth-token", Twilio.TOKEN);
        properties.put("voice.public-url", Twilio.PUBLIC_URL);
    }

    @Test
    void aValidApplicationIsOneLineAndLeavesNothingBehind() throws Exception {
        // with its port taken: none is opened
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            properties.put("voice.http.host", "127.0.0.1");
            properties.put("voice.http.port", String.valueOf(taken.getLocalPort()));
            try (Run run = Run.start(working, "check", properties)) {
                assertThat(run.status()).isZero();
                assertThat(run.output()).matches("ok: \\d+ routes, \\d+ templates\\R");
                assertThat(run.errors()).isEmpty();
            }
        }
        assertThat(working.toFile().list()).containsExactlyInAnyOrder("application.properties", "routes");
    }

    @Test
    void everyProblemIsALineAndTheStatusIsOne() throws Exception {
        routes.replace("event-router.camel.yaml", "queue:voice.sink.file", "queue:voice.sink.fiel")
                .replace("twiml/voicemail.xml", "{{greeting}}<", "{{greting}}<")
                .replace(
                        "incoming-call.camel.yaml", "#- simple: \"${body[SipDomain]}", "- simple: \"${body[SipDomain]}")
                .replace("flow-menu.camel.yaml", "- to: direct:menu", "- log: { message: menu }")
                .write("twiml/goodbye.xml", "<Hangup/>");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors().lines())
                    .containsExactly(
                            "routes/twiml/goodbye.xml, line 1: the root element is <Hangup>; expected: <Response>",
                            "routes/twiml/voicemail.xml, line 3: {{greting}} is set by no route that uses the template;"
                                    + " nearest: greeting",
                            "routes/event-router.camel.yaml, route event-router: sends to the queue voice.sink.fiel,"
                                    + " which no route reads",
                            "routes/incoming-call.camel.yaml, route incoming-call: the when \"${body[SipDomain]} =="
                                    + " 'example.sip.twilio.com'\" has no steps; expected: steps",
                            "routes/flow-menu.camel.yaml, route menu-step: ends without a reply to the caller; expected:"
                                    + " the bean twiml with reply('...'), or a step that leads to it");
        }
    }

    @Test
    void aWarningIsPrintedAndTheApplicationIsValid() throws Exception {
        routes.write("twiml/own.xml", "<Response>\n  <Dance/>\n</Response>")
                .write("twiml/other.xml", "<Response><Redirect>{{#action}}none{{/action}}</Redirect></Response>");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isZero();
            assertThat(run.output().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("warning: routes/twiml/own.xml, line 2: the element <Dance> is not known"
                                            + " here; Twilio decides about it"),
                            line -> assertThat(line)
                                    .isEqualTo(
                                            "warning: routes/twiml/other.xml, line 1: no route listens on /voice/none"),
                            line -> assertThat(line).startsWith("ok: "));
        }
    }

    @Test
    void whatIsProbablyNotMeantIsAWarningEach() throws Exception {
        properties.put("call.forward.too", "+15550001111");
        properties.put("call.dial-allowed", "+1555*");
        properties.put("call.language", "it-IT");
        properties.put("twilio.auth-token", Twilio.TOKEN + "0");
        properties.put("voice.sink.s3.bucket", "calls.example.com");
        properties.put("voice.sink.s3.region", "eu-centrall-1");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isZero();
            assertThat(run.output().lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("warning: twilio.auth-token is no token as"),
                            line -> assertThat(line).startsWith("warning: voice.sink.s3.region = eu-centrall-1 is no"),
                            line -> assertThat(line)
                                    .startsWith("warning: voice.sink.s3.bucket = calls.example.com has"),
                            line -> assertThat(line).startsWith("warning: call.language = it-IT: there is no"),
                            line -> assertThat(line).startsWith("warning: call.dial-allowed has \"+1555*\": "),
                            line -> assertThat(line)
                                    .isEqualTo(
                                            "warning: call.forward.too is used by no route; nearest: call.forward.to"),
                            line -> assertThat(line).startsWith("ok: "));
        }
    }

    @Test
    void aCallbackThatTakesAWorkerThreadIsANoteWithTheStepThatDecides() throws Exception {
        routes.replace(
                "call-status.camel.yaml",
                "- to:\n            uri: direct:accepted",
                "- bean: { ref: callers, method: blocked }\n        - to: direct:accepted");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isZero();
            assertThat(run.output().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo(
                                            "note: routes/call-status.camel.yaml, route call-status: runs on a worker"
                                                    + " thread, for one of its steps may wait: bean[ref:callers method:blocked]"),
                            line -> assertThat(line).startsWith("ok: "));
        }
    }

    @Test
    void wrongPropertiesAreNamedAllAtOnce() throws Exception {
        properties.remove("twilio.auth-token");
        properties.put("voice.htp.port", "8080");
        properties.put("voice.public-url", "https://voice.example.com/voice/incoming");
        properties.put("voice.sink.s3.bucket", "Recordings");
        properties.put("voice.sink.s3.region", "Frankfurt");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors().lines())
                    .hasSize(5)
                    .anyMatch(line -> line.startsWith("twilio.auth-token is not set; "))
                    .anyMatch(line -> line.startsWith("voice.htp.port ") && line.endsWith("nearest: voice.http.port"))
                    .anyMatch(line -> line.startsWith("voice.public-url = https://voice.example.com/voice/incoming; "))
                    .anyMatch(line -> line.startsWith("voice.sink.s3.bucket = Recordings; "))
                    .anyMatch(line -> line.startsWith("voice.sink.s3.region = Frankfurt; "));
        }
    }
}
