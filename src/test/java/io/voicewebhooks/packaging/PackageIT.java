package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package as its owner has it: unpacked where nobody may write, run by a user that owns nothing but its working
 * directory.
 */
@Tag("full")
class PackageIT {
    private static final int TERMINATED = 143;
    private static final String FROM_ARCHIVE =
            "io.voicewebhooks.app.VoiceApplication source: shared objects file (top)";

    @TempDir
    Path dir;

    private InstalledPackage installation;

    @BeforeEach
    void install() throws IOException {
        installation = InstalledPackage.in(dir);
    }

    @Test
    void aSignedCallIsAnsweredAndTheNextStartUsesTheArchiveOfClasses() throws Exception {
        try (InstalledPackage.Running running = installation.start(Map.of())) {
            String call = Twilio.callSid();

            HttpResponse<String> answer = running.twilio().post("/voice/incoming", Twilio.call(call));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("<Record");
            assertThat(running.twilio()
                            .post("/voice/status", Twilio.status(call, "completed"))
                            .statusCode())
                    .isEqualTo(204);
            await().until(() -> !installation.found("data/archive", call).isEmpty());
            assertThat(running.terminate()).isEqualTo(TERMINATED);
            // neither the archive nor the directories are complained of
            assertThat(running.output())
                    .doesNotContain("shared archive", "[cds", "VM warning", "AccessDenied", "Permission denied");
        }
        Path loaded = installation.working().resolve("loaded");
        try (InstalledPackage.Running running =
                installation.start(Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + loaded))) {
            assertThat(running.terminate()).isEqualTo(TERMINATED);
        }
        assertThat(loaded).content().contains(FROM_ARCHIVE);
        compareStarts();
    }

    /** Prints how soon it is ready, beside a plain {@code java -jar}. */
    private void compareStarts() throws Exception {
        long[] script = {0, 0};
        long[] jar = {0, 0};
        for (int round = 0; round < 3; round++) {
            measure(script, installation.start(Map.of()));
            measure(jar, installation.startJar());
        }
        System.out.printf(
                "ready after %d ms with %d MiB, %.2f of java -jar without archive: %d ms with %d MiB%n",
                script[0], script[1] / 1024, (double) script[0] / jar[0], jar[0], jar[1] / 1024);
    }

    /** Keeps the shortest time, and the largest size. */
    private static void measure(long[] figures, InstalledPackage.Running started) throws Exception {
        try (InstalledPackage.Running running = started) {
            figures[0] = figures[0] == 0 ? running.readyMillis() : Math.min(figures[0], running.readyMillis());
            figures[1] = Math.max(figures[1], running.residentKib());
            running.terminate();
        }
    }

    @Test
    void aStartThatFailsLeavesNoArchiveThatIsUsed() throws Exception {
        Path loaded = installation.working().resolve("loaded");
        assertThat(installation.run(Map.of("VOICE_PUBLIC_URL", "nowhere"), "run"))
                .contains("Voice Webhooks does not start:", "voice.public-url = nowhere");

        try (InstalledPackage.Running running =
                installation.start(Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + loaded))) {
            assertThat(running.terminate()).isEqualTo(TERMINATED);
        }

        assertThat(loaded).content().doesNotContain(FROM_ARCHIVE);
    }

    /** With one that writes an archive the JVM would not start. */
    @ParameterizedTest
    @ValueSource(strings = {"JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void withAnAgentItStartsAndMakesNoArchive(String variable) throws Exception {
        String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

        assertThat(installation.run(Map.of(variable, agent, "VOICE_PUBLIC_URL", "nowhere"), "run"))
                .contains("Listening for transport dt_socket", "voice.public-url = nowhere");

        assertThat(installation.found("", "\\.jsa")).isEmpty();
    }

    @Test
    void anotherCollectorIsTakenFromAnyVariable() throws Exception {
        assertThat(installation.run(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"), "check"))
                .contains("ok: ");
    }

    @Test
    void theArchiveIsInTheDataDirectoryOfTheProperties() throws Exception {
        Path properties = installation.working().resolve("application.properties");
        Map<String, String> wrong = Map.of("VOICE_PUBLIC_URL", "nowhere");

        Files.writeString(properties, "voice.data-dir = there\t \r\nvoice.http.max-body-size = 64KiB\r\n");
        installation.run(wrong, "run");
        assertThat(installation.found("there", "\\.jsa")).hasSize(1);

        // only the application knows where that is
        Files.writeString(properties, "voice.data-dir = {{env:ELSEWHERE:elsewhere}}\n");
        installation.run(wrong, "run");
        try (Stream<Path> files = Files.list(installation.working())) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            properties, installation.working().resolve("there"));
        }
    }

    @Test
    void aDamagedArchiveIsLeftAndMadeAgain() throws Exception {
        try (InstalledPackage.Running running = installation.start(Map.of())) {
            running.terminate();
        }
        Path archive = installation.found("data", "jsa\\b").get(0);
        byte[] whole = Files.readAllBytes(archive);
        // not what the JVM itself sees in time: it would crash
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        installation.own(archive);

        try (InstalledPackage.Running running = installation.start(Map.of())) {
            assertThat(running.terminate()).isEqualTo(TERMINATED);
        }

        assertThat(Files.size(archive)).isGreaterThan(whole.length / 2);
    }

    @Test
    void theWorkingDirectoryHasTheLastWordAndPluginsAreSeen() throws Exception {
        assertThat(installation.run(Map.of(), "check")).startsWith("ok: ");
        RouteFolder.copiedTo(installation.working()).write("greet.camel.yaml", """
                        - route:
                            id: greet
                            from:
                              uri: timer:greet
                              parameters: { repeatCount: 1 }
                              steps:
                                - bean: { beanType: plugin.Greeting }
                        """);
        assertThat(installation.run(Map.of(), "check")).contains("plugin.Greeting");

        addPlugin();

        assertThat(installation.run(Map.of(), "check")).startsWith("ok: ");
        Files.writeString(installation.working().resolve("application.properties"), "voice.no-such-key = 1\n");
        assertThat(installation.run(Map.of(), "check")).contains("voice.no-such-key is no key of this application");
    }

    private void addPlugin() throws IOException {
        Path sources = Files.createDirectories(dir.resolve("sources/plugin"));
        Path source = Files.writeString(
                sources.resolve("Greeting.java"),
                "package plugin; public class Greeting { public String greet() { return \"hello\"; } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        Path jar = dir.resolve("greeting.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("plugin/Greeting.class"));
            Files.copy(sources.resolve("Greeting.class"), out);
        }
        installation.addPlugin(jar);
    }

    @Test
    void itSaysItsVersionAndCommitFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(dir.resolve("a link")).resolve("vw"), installation.script());

        assertThat(installation.run(List.of(link.toString(), "--version"), Map.of()))
                .matches("voice-webhooks " + installation.version() + "( \\(commit [0-9a-f]{12}(-dirty)?\\))"
                        + (Files.exists(Path.of(".git")) ? "" : "?") + "\n");
        assertThat(installation.run(List.of(link.toString(), "check", "--help"), Map.of()))
                .startsWith("Usage: " + link + " check ");
        assertThat(installation.run(Map.of("JAVA_HOME", "/nowhere"), "--version"))
                .contains("no Java in JAVA_HOME = /nowhere");
    }

    @Test
    void thePageSaysHowToBegin() throws Exception {
        Path archive = Path.of(installation.archive().replace(".zip", ".tar.gz"));
        Files.copy(archive, installation.working().resolve(archive.getFileName()));

        assertThat(installation.run(
                        List.of("sh", "-ec", Manual.read().page("packages").block("package")), Map.of()))
                .contains("voice-webhooks " + installation.version(), "ok: ");
    }

    @Test
    void bothFormatsHoldTheSameFiles() throws Exception {
        assertThat(installation
                        .run(List.of("tar", "tzf", installation.archive().replace(".zip", ".tar.gz")), Map.of())
                        .lines()
                        .filter(name -> !name.endsWith("/")))
                .containsExactlyInAnyOrderElementsOf(installation.files())
                .contains(
                        installation.name() + "/application.properties",
                        installation.name() + "/systemd/voice-webhooks.service")
                .hasSizeGreaterThan(100);
        try (Stream<Path> plugins = Files.list(installation.home().resolve("plugins"))) {
            assertThat(plugins).isEmpty();
        }
    }

    @Test
    void theBillOfMaterialsIsInIt() throws Exception {
        assumeThat(Path.of("target/bom.json"))
                .as("its plugin makes none while Maven is offline")
                .exists();

        assertThat(installation.home().resolve("bom.json")).content().contains("CycloneDX");
    }
}
