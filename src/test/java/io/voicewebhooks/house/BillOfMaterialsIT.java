package io.voicewebhooks.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials that comes with the jar (CycloneDX) names what runs, and nothing else. */
class BillOfMaterialsIT {
    private static final Path BOM = Path.of("target/bom.json");

    @Test
    void everyLibraryThatIsShippedIsNamedWithItsVersionAndNoOther() throws IOException {
        assumeThat(BOM).as("its plugin makes none while Maven is offline").exists();
        JsonNode bom = new ObjectMapper().readTree(BOM.toFile());

        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("voice-webhooks");
        Set<String> named = new TreeSet<>();
        bom.path("components")
                .forEach(component -> named.add(component.path("name").asText() + "-"
                        + component.path("version").asText()));
        assertThat(named).isEqualTo(shipped());
        assertThat(named).noneMatch(name -> name.startsWith("s3proxy"));
    }

    @Test
    void everyHoleThatIsNotReportedIsExplained() throws IOException {
        List<String> ignored = Files.readAllLines(Path.of(".trivyignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        String security = Files.readString(Path.of("src/main/docs/security.md"));

        // the table may name several in one row by the last part of the number alone
        assertThat(ignored).isNotEmpty().allSatisfy(hole -> assertThat(security)
                .containsPattern("\\b" + hole.substring(hole.lastIndexOf('-') + 1) + "\\b"));
    }

    /** Native libraries of several systems come in one version: the classifier is left out. */
    private static Set<String> shipped() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
            return jars.map(jar -> jar.getFileName()
                            .toString()
                            .replaceFirst("\\.jar$", "")
                            .replaceFirst("-(linux|osx|windows)-\\w+$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
