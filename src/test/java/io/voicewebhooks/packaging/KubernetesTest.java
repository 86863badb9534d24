package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The application runs with what the manifests give it, and answers what they ask. */
class KubernetesTest {
    @TempDir
    Path dir;

    @Test
    void oneInstance() throws Exception {
        runs("one-instance.yaml", "StatefulSet", Map.of());
    }

    @Test
    void severalInstancesOnABroker() throws Exception {
        int port = Application.freePort();
        try (Broker broker = Broker.start(dir.resolve("broker"), port)) {
            runs("several-instances.yaml", "Deployment", Broker.settings(port));
            assertThat(broker.has("voice.events")).isTrue();
        }
    }

    private void runs(String file, String kind, Map<String, String> elsewhere) throws Exception {
        Map<String, JsonNode> manifests = read(file);
        JsonNode pod = manifests.get(kind).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Path secrets = Files.createDirectory(dir.resolve("secrets"));
        for (Map.Entry<String, JsonNode> secret :
                manifests.get("Secret").path("stringData").properties()) {
            Files.writeString(
                    secrets.resolve(secret.getKey()), secret.getValue().asText());
        }
        Map<String, String> keys = new LinkedHashMap<>();
        manifests
                .get("ConfigMap")
                .path("data")
                .properties()
                .forEach(variable ->
                        keys.put(key(variable.getKey()), variable.getValue().asText()));
        container
                .path("env")
                .forEach(variable -> keys.put(
                        key(variable.path("name").asText()),
                        variable.path("value").asText().replace("/run/secrets/voice", secrets.toString())));

        // as the Service and the probes have them, without a key that says otherwise
        assertThat(keys).doesNotContainKeys(Key.HTTP_PORT.key(), Key.MANAGEMENT_PORT.key());
        assertThat(port(container, "http")).isEqualTo(Key.HTTP_PORT.defaultValue());
        assertThat(port(container, "management")).isEqualTo(Key.MANAGEMENT_PORT.defaultValue());
        assertThat(manifests.get("Service").at("/spec/ports/0/targetPort").asText())
                .isEqualTo("http");
        assertThat(keys.get(Key.DATA_DIR.key())).startsWith(mountPath(container, "data") + "/");
        assertThat(container.path("image").asText()).isEqualTo("voice-webhooks:" + version());

        Application.Builder application = Application.with(dir.resolve("data")).without("twilio.auth-token");
        keys.put(Key.DATA_DIR.key(), dir.resolve("data").toString());
        if (elsewhere.containsKey(Key.BROKER_PASSWORD.key())) {
            keys.remove(Key.BROKER_PASSWORD.key() + "-file");
        }
        try (Application running = application.set(keys).set(elsewhere).start()) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode request = container.at("/" + probe + "/httpGet");
                assertThat(request.path("port").asText()).isEqualTo("management");
                assertThat(running.management(request.path("path").asText()).statusCode())
                        .as(probe)
                        .isEqualTo(200);
            }
        }
    }

    /** The key that a variable stands for; there is one. */
    private static String key(String variable) {
        return Stream.of(Key.values())
                .flatMap(key -> Stream.concat(Stream.of(key.key()), key.fileKey().stream()))
                .filter(key -> Key.environmentName(key).equals(variable))
                .findFirst()
                .orElseThrow(() -> new AssertionError(variable + " is no key"));
    }

    private static String port(JsonNode container, String name) {
        return named(container.path("ports"), name).path("containerPort").asText();
    }

    private static String mountPath(JsonNode container, String name) {
        return named(container.path("volumeMounts"), name).path("mountPath").asText();
    }

    private static JsonNode named(JsonNode list, String name) {
        List<JsonNode> found = new ArrayList<>();
        list.forEach(each -> {
            if (each.path("name").asText().equals(name)) {
                found.add(each);
            }
        });
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static String version() throws Exception {
        return Files.readString(Path.of("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>voice-webhooks</artifactId>\\s*<version>([^<]+)<.*", "$1");
    }

    /** By kind, of which each file has one of each. */
    private static Map<String, JsonNode> read(String file) throws Exception {
        Map<String, JsonNode> manifests = new LinkedHashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(Path.of("src/main/package/kubernetes", file)))
                .forEach(document -> {
                    JsonNode manifest = mapper.valueToTree(document);
                    assertThat(manifests.put(manifest.path("kind").asText(), manifest))
                            .isNull();
                });
        return manifests;
    }
}
