package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.support.Twilio;
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
                .write("twiml/goodbye.xml", "<Hangup/>");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors().lines())
                    .containsExactly(
                            "routes/twiml/goodbye.xml, line 1: the root element is <Hangup>; expected: <Response>",
                            "routes/event-router.camel.yaml, route event-router: sends to the queue voice.sink.fiel,"
                                    + " which no route reads");
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
    void aKeyOfACallFlowThatNoRouteUsesIsAWarning() throws Exception {
        properties.put("call.forward.too", "+15550001111");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isZero();
            assertThat(run.output().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo(
                                            "warning: call.forward.too is used by no route; nearest: call.forward.to"),
                            line -> assertThat(line).startsWith("ok: "));
        }
    }

    @Test
    void wrongPropertiesAreNamedAllAtOnce() throws Exception {
        properties.remove("twilio.auth-token");
        properties.put("voice.htp.port", "8080");

        try (Run run = Run.start(working, "check", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output()).isEmpty();
            assertThat(run.errors()).contains("twilio.auth-token is not set", "voice.htp.port", "voice.http.port");
        }
    }
}
