package io.voicewebhooks.manual;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's versions are those of this build; {@code src/it/spring-boot} runs its application. */
class SpringBootPageTest {
    private static final Pattern PROPERTY = Pattern.compile("<([\\w-]+)\\.version>([^<$]+)</");
    private static final Pattern MANAGED =
            Pattern.compile("<artifactId>([\\w-]+)</artifactId><version>([^<$]+)</version>");

    private final Manual page = Manual.read().page("spring-boot");

    @Test
    void aParentsPropertiesAreOurVersions() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Map<String, String> ours = found(MANAGED, pom.replace("HikariCP", "hikaricp"));
        ours.putAll(found(PROPERTY, pom));

        Map<String, String> shown = found(PROPERTY, page.block("pom.xml (parent)"));

        assertThat(shown).hasSize(8);
        assertThat(ours).containsAllEntriesOf(shown);
    }

    @Test
    void thePomHasTheVersionsOfSpringBootAndCamelThatThisBuildHas() throws IOException {
        Map<String, String> ours = found(PROPERTY, Files.readString(Path.of("pom.xml")));

        assertThat(page.block("pom.xml (Spring Boot)"))
                .contains(
                        "<version>" + ours.get("spring-boot") + "</version>",
                        "<version>" + ours.get("camel") + "</version>");
    }

    private static Map<String, String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .collect(toMap(match -> match.group(1), match -> match.group(2), (one, other) -> one));
    }
}
