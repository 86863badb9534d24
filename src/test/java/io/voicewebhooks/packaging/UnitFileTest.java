package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.testkit.Application;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd finds nothing to complain of in the unit, which has started once the application is ready. */
class UnitFileTest {
    private static final String UNIT = "voice-webhooks.service";

    private static final Path SOURCE = Path.of("src/main/package/systemd", UNIT);
    private static final Path CURL = Path.of("/usr/bin/curl");

    @TempDir
    Path dir;

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(analyze) && Files.isExecutable(CURL), "no systemd or no curl");
        String unit = Files.readString(SOURCE);
        Path file = Files.writeString(
                dir.resolve(UNIT), unit.replace("/opt/voice-webhooks/bin/voice-webhooks", "/bin/true"));

        Process verify = new ProcessBuilder(analyze.toString(), "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain(UNIT);
        assertThat(verify.waitFor()).isZero();
    }

    @Test
    void itHasStartedOnceTheApplicationIsReady() throws Exception {
        assumeTrue(Files.isExecutable(CURL), "no curl");
        AtomicInteger asked = new AtomicInteger();
        HttpServer management = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        management.createContext("/observe/health/ready", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        management.start();

        assertThat(started(
                        management.getAddress().getPort(),
                        ProcessHandle.current().pid()))
                .isZero();

        assertThat(asked).hasValue(3);
        management.stop(0);
    }

    @Test
    void aStartThatFailsIsNotWaitedFor() throws Exception {
        assumeTrue(Files.isExecutable(CURL), "no curl");
        Process ended = new ProcessBuilder("/bin/true").start();
        ended.waitFor();

        assertThat(started(Application.freePort(), ended.pid())).isEqualTo(1);
    }

    /** The exit status of what the unit runs behind the application. */
    private static int started(int port, long application) throws Exception {
        Matcher command =
                Pattern.compile("(?m)^ExecStartPost=/bin/sh -c '(.*)'$").matcher(Files.readString(SOURCE));
        assertThat(command.find()).isTrue();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command.group(1)).inheritIO();
        builder.environment().put("VOICE_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("VOICE_MANAGEMENT_PORT", String.valueOf(port));
        builder.environment().put("MAINPID", String.valueOf(application));
        return builder.start().waitFor();
    }
}
