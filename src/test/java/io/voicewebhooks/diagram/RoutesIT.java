package io.voicewebhooks.diagram;

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

/** The command {@code routes} as a process. */
class RoutesIT {
    @TempDir
    Path dir;

    private Path working;
    private RouteFolder routes;
    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void configure() throws Exception {
        working = Files.createDirectory(dir.resolve("working"));
        routes = RouteFolder.copiedTo(working);
    }

    @Test
    void theRoutesAreATableAndNothingIsLeftBehind() throws Exception {
        // with its port taken: none is opened
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            properties.put("voice.http.host", "127.0.0.1");
            properties.put("voice.http.port", String.valueOf(taken.getLocalPort()));
            try (Run run = Run.start(working, "routes", properties)) {
                assertThat(run.status()).isZero();
                assertThat(run.errors()).isEmpty();
                assertThat(run.output().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                        .startsWith("ROUTE | FROM | LEADS TO | FILE")
                        .contains(
                                "call-status | /voice/status | journal, accepted | routes/call-status.camel.yaml",
                                "event-router | queue:voice.events | sink-file, sink-calls | routes/event-router.camel.yaml")
                        .noneMatch(line -> line.startsWith("sink-s3"));
            }
        }
        assertThat(working.toFile().list()).containsExactlyInAnyOrder("application.properties", "routes");
    }

    @Test
    void thePictureIsWrittenToAFile() throws Exception {
        properties.put("twilio.auth-token", Twilio.TOKEN);
        try (Run run = Run.start(working, "routes --svg routes.svg", properties)) {
            assertThat(run.status()).isZero();
            assertThat(run.errors() + run.output()).isEmpty();
        }

        String svg = Files.readString(working.resolve("routes.svg"));
        assertThat(Picture.of(svg).links()).contains("event-router → sink-file");
        assertThat(svg).doesNotContain(Twilio.TOKEN);
    }

    @Test
    void aPictureThatCannotBeWrittenIsToldInALine() throws Exception {
        try (Run run = Run.start(working, "routes --svg nowhere/routes.svg", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("nowhere/routes.svg cannot be written: there is no directory ")
                    .endsWith("nowhere");
        }
    }

    @Test
    void routesThatCannotStartAreNotDrawn() throws Exception {
        routes.replace("event-router.camel.yaml", "queue:voice.sink.file", "queue:voice.sink.fiel");

        try (Run run = Run.start(working, "routes --svg routes.svg", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors()).contains("route event-router: sends to the queue voice.sink.fiel");
        }
        assertThat(working.resolve("routes.svg")).doesNotExist();
    }

    @Test
    void whatIsSetIsLookedAtAsAtTheStart() throws Exception {
        properties.put("twilio.account-sid", "AC1");

        try (Run run = Run.start(working, "routes", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors())
                    .isEqualToIgnoringNewLines("twilio.account-sid = AC1; allowed: AC and 32 hexadecimal digits,"
                            + " or a project id (UUID) of SignalWire");
        }
    }

    @Test
    void whatIsNotUnderstoodIsStatusTwo() throws Exception {
        try (Run run = Run.start(working, "routes --png routes.png", properties)) {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.errors()).startsWith("unknown option: --png; nearest: --svg");
        }
    }
}
