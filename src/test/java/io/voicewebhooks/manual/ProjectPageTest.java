package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What project.md shows is up to date; the projects themselves are built by {@code src/it}. */
class ProjectPageTest {
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void itsVersionsAreThoseOfThisBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Map<String, String> ours = versions(pom);
        Manual manual = Manual.read();

        Map<String, String> shown =
                versions(Stream.of("", " (route test)", " (kamelet)", " (amqp)", " (sftp)", " (kafka)")
                        .map(part -> manual.block("pom.xml" + part))
                        .collect(Collectors.joining()));
        assertThat(shown.remove("telephone")).isNotNull();
        // these have their version elsewhere in this build
        for (String camel : List.of("camel-test-junit5", "camel-kamelet", "camel-ftp", "camel-kafka")) {
            assertThat(shown.remove(camel)).isEqualTo(property(pom, "camel.version"));
        }
        assertThat(shown.remove("junit-jupiter")).isEqualTo(property(pom, "junit.version"));
        assertThat(ours).containsAllEntriesOf(shown);
        assertThat(shown).containsKeys("voice-webhooks", "logback-classic", "maven-surefire-plugin");
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
