package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows of a project of one's own and of an upgrade; the projects themselves are built by {@code src/it}. */
class ReadmeProjectTest {
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    Path dir;

    @Test
    void itsVersionsAreThoseOfThisBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Map<String, String> ours = versions(pom);
        Readme readme = Readme.read();

        Map<String, String> shown = versions(readme.block("pom.xml") + readme.block("pom.xml (sql)"));
        assertThat(shown.remove("telephone")).isNotNull();
        // both have their version elsewhere in this build
        assertThat(shown.remove("camel-sql")).isEqualTo(property(pom, "camel.version"));
        assertThat(shown.remove("sqlite-jdbc")).isEqualTo(property(pom, "sqlite.version"));
        assertThat(shown.remove("junit-jupiter")).isEqualTo(property(pom, "junit.version"));
        assertThat(ours).containsAllEntriesOf(shown);
        assertThat(shown).containsKeys("voice-webhooks", "logback-classic", "maven-surefire-plugin");
    }

    @Test
    void anUpgradeShowsWhatTheNewVersionChangedAndWhatIsOnesOwn() throws IOException {
        assumeThat(Stream.of("/usr/bin/unzip", "/bin/unzip").map(Path::of)).anyMatch(Files::exists);
        RouteFolder.copiedTo(dir).replace("twiml/goodbye.xml", "{{goodbye}}", "So long");
        ManualProject installed = ManualProject.in(dir);
        jar(Path.of("routes"));
        assertThat(installed.run("before an upgrade", Map.of())).isEmpty();

        Path release = Files.createDirectory(dir.resolve("release"));
        RouteFolder.copiedTo(release).edit("call-status.camel.yaml", yaml -> yaml + "# new\n");
        jar(release.resolve("routes"));

        assertThat(installed.run("after an upgrade", Map.of()).lines().filter(line -> line.matches("[-+][^-+].*")))
                .anyMatch(line -> line.contains("So long"))
                .contains("+# new", "-# new")
                .hasSize(4);
    }

    /** The jar of a version, as far as its routes. */
    private void jar(Path routes) throws IOException {
        try (OutputStream file = Files.newOutputStream(dir.resolve("voice-webhooks.jar"));
                ZipOutputStream jar = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(routes)) {
            for (Path route : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry("routes/" + routes.relativize(route)));
                Files.copy(route, jar);
            }
        }
    }

    /** The versions that a pom.xml gives, its properties resolved, by artifact. */
    private static Map<String, String> versions(String pom) {
        return VERSION.matcher(pom)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1),
                        match -> match.group(2).startsWith("${")
                                ? property(pom, match.group(2).replaceAll("[${}]", ""))
                                : match.group(2),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static String property(String pom, String name) {
        return pom.replaceAll("(?s).*<" + Pattern.quote(name) + ">([^<]*)</.*", "$1");
    }
}
