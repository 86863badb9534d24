package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each route file keeps the schema of Camel's YAML DSL, by which editors such as Kaoto read and write route files. */
class RouteSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Camel has put a value there before anybody asks for its type; the schema has none for placeholders. */
    private static final String PLACEHOLDER = "disabled: \"\\{\\{!?[\\w.]+}}\"";

    private static JsonSchema schema;

    static Stream<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteFileKeepsIt(Path file) throws IOException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    @Test
    void aMisspeltStepDoesNot() throws IOException {
        String file = Files.readString(Path.of("routes/call-status.camel.yaml"));

        assertThat(problems(file.replaceFirst("- process:", "- proces:"))).isNotEmpty();
    }

    private static List<String> problems(String yaml) throws IOException {
        Object content =
                new Load(LoadSettings.builder().build()).loadFromString(yaml.replaceAll(PLACEHOLDER, "disabled: true"));
        return schema().validate(JSON.<JsonNode>valueToTree(content)).stream()
                .map(Object::toString)
                .toList();
    }

    private static synchronized JsonSchema schema() throws IOException {
        if (schema == null) {
            try (InputStream stream = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(JSON.readTree(stream));
            }
        }
        return schema;
    }
}
