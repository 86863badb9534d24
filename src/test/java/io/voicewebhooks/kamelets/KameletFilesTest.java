package io.voicewebhooks.kamelets;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The Kamelets keep the schema of Kubernetes' resource and the rules of the Apache catalogue, of which editors make forms:
 * what is in each file there, and that its properties are those that the template uses.
 */
class KameletFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(\\w+)}}");
    private static final Set<String> SECRET = Set.of("authToken", "secret", "accessKey", "secretKey", "url");

    static Stream<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/classes/kamelets"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theSchemaOfTheResourceHolds(Path file) throws IOException {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V4)
                        .getSchema(schema())
                        .validate(kamelet(file)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theCatalogueWouldTakeIt(Path file) throws IOException {
        JsonNode kamelet = kamelet(file);
        String name = kamelet.at("/metadata/name").asText();
        String type = kamelet.at("/metadata/labels")
                .path("camel.apache.org/kamelet.type")
                .asText();
        JsonNode annotations = kamelet.at("/metadata/annotations");

        assertThat(file.getFileName()).hasToString(name + ".kamelet.yaml");
        assertThat(type).isIn("source", "sink");
        assertThat(name).endsWith("-" + type);
        for (String annotation : Set.of("support.level", "group", "namespace")) {
            assertThat(annotations
                            .path("camel.apache.org/kamelet." + annotation)
                            .asText())
                    .isNotBlank();
        }
        assertThat(annotations.path("camel.apache.org/provider").asText()).isNotBlank();
        assertThat(annotations.path("camel.apache.org/catalog.version").asText())
                .matches("4\\.\\d+\\.\\d+");
        String icon = annotations.path("camel.apache.org/kamelet.icon").asText();
        assertThat(icon).startsWith("data:image/svg+xml;base64,");
        assertThat(new String(Base64.getDecoder().decode(icon.split(",")[1]), StandardCharsets.UTF_8))
                .startsWith("<svg ");
        assertThat(texts(kamelet.at("/spec/dependencies")))
                .contains("camel:core", "camel:kamelet")
                .anyMatch(each -> each.matches("mvn:io\\.voicewebhooks:voice-webhooks:\\d.*"));
        assertThat(kamelet.at("/spec/template/from/uri").asText().equals("kamelet:source"))
                .isEqualTo(type.equals("sink"));
        assertThat(kamelet.at("/spec/template").toString().contains("kamelet:sink"))
                .isEqualTo(type.equals("source"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyPropertyIsDescribedAndUsed(Path file) throws IOException {
        JsonNode definition = kamelet(file).at("/spec/definition");
        JsonNode properties = definition.path("properties");

        assertThat(definition.path("title").asText()).isNotBlank();
        assertThat(definition.path("description").asText()).isNotBlank();
        assertThat(definition.path("type").asText()).isEqualTo("object");
        properties.properties().forEach(property -> {
            JsonNode value = property.getValue();
            for (String attribute : Set.of("title", "description", "type")) {
                assertThat(value.path(attribute).asText())
                        .as(property.getKey() + " " + attribute)
                        .isNotBlank();
            }
            assertThat(value.path("format").asText().equals("password"))
                    .as(property.getKey())
                    .isEqualTo(SECRET.contains(property.getKey()));
            if (SECRET.contains(property.getKey())) {
                assertThat(texts(value.path("x-descriptors"))).contains("urn:camel:group:credentials");
            }
        });
        assertThat(names(properties)).containsAll(texts(definition.path("required")));
        assertThat(placeholders(file)).isEqualTo(names(properties));
    }

    /** As the template has them, without the beans of its own. */
    private static Set<String> placeholders(Path file) throws IOException {
        JsonNode template = kamelet(file).at("/spec/template");
        Set<String> used = PLACEHOLDER
                .matcher(template.toString())
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(toSet());
        template.path("beans").forEach(bean -> used.remove(bean.path("name").asText()));
        return used;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(toSet());
    }

    /** That of the custom resource; what it does not know, Kubernetes would drop without a word, so nothing else is allowed. */
    private static JsonNode schema() throws IOException {
        try (InputStream crd = KameletFilesTest.class.getResourceAsStream("/camel.apache.org_kamelets.yaml")) {
            JsonNode schema = tree(new String(crd.readAllBytes(), StandardCharsets.UTF_8))
                    .at("/spec/versions/0/schema/openAPIV3Schema");
            strict((ObjectNode) schema.at("/properties/spec"));
            return schema;
        }
    }

    private static void strict(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KameletFilesTest::strict);
    }

    private static JsonNode kamelet(Path file) throws IOException {
        return tree(Files.readString(file));
    }

    private static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .iterator()
                .next());
    }
}
