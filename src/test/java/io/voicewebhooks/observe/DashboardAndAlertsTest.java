package io.voicewebhooks.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.observe.Expression.Sample;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Whatever the dashboard and the alerts speak of is exported, under that name and with those labels. */
@TestInstance(Lifecycle.PER_CLASS)
class DashboardAndAlertsTest {
    private static final Path DASHBOARD = Path.of("src/main/grafana/voice-webhooks.json");
    private static final Path ALERTS = Path.of("src/main/prometheus/voice-webhooks.rules.yml");

    private List<Sample> samples;

    /** An application to which everything has happened that a series needs to be there. */
    @BeforeAll
    void export(@TempDir Path dir) throws IOException {
        try (HttpReceiver http =
                        HttpReceiver.start().answers(post -> post.type().equals("call.canceled") ? 503 : 204);
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.retry.schedule", "1h")
                        .start()) {
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "canceled"));
            await().untilAsserted(() -> {
                assertThat(application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"http\"}"))
                        .isEqualTo(1);
                assertThat(application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"http\"}"))
                        .isEqualTo(1);
                assertThat(application.depth("voice.events")).isZero();
            });
            samples = application
                    .management("/observe/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Sample::of)
                    .toList();
        }
    }

    @Test
    void eachPanelShowsWhatIsExported() throws IOException {
        assertThat(dashboard().findValues("expr")).hasSizeGreaterThan(20).allSatisfy(expression -> assertThat(
                        new Expression(expression.asText()).missing(samples))
                .as(expression.asText())
                .isEmpty());
    }

    @Test
    void eachLegendNamesLabelsOfItsExpression() throws IOException {
        assertThat(dashboard().findParents("legendFormat"))
                .allSatisfy(target -> assertThat(Pattern.compile("\\{\\{(\\w+)}}")
                                .matcher(target.path("legendFormat").asText())
                                .results()
                                .map(label -> label.group(1))
                                .filter(label -> !label.equals("instance")))
                        .allSatisfy(label -> assertThat(target.path("expr").asText())
                                .containsPattern("by \\([^)]*\\b" + label + "\\b")));
    }

    @Test
    void theDashboardIsImportedOverItselfForAnyPrometheus() throws IOException {
        JsonNode dashboard = dashboard();

        assertThat(dashboard.path("uid").asText()).isEqualTo("voice-webhooks");
        assertThat(dashboard.has("id")).isFalse();
        assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(dashboard.findValues("datasource"))
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    @Test
    void eachAlertAsksForWhatIsExported() throws IOException {
        assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> assertThat(
                        new Expression((String) alert.get("expr")).missing(samples))
                .as(alert.get("expr").toString())
                .isEmpty());
    }

    @Test
    void eachAlertSaysHowBadItIsWhatToDoAndWhereTheManualSaysMore() throws IOException {
        Map<Path, String> pages = Manual.read().pages();

        assertThat(alerts()).allSatisfy(alert -> {
            assertThat(texts(alert, "labels").get("severity")).isIn("critical", "warning");
            assertThat(texts(alert, "annotations"))
                    .as(alert.get("alert").toString())
                    .containsOnlyKeys("summary", "description", "manual");
            String[] section = texts(alert, "annotations").get("manual").split("#");
            assertThat(Manual.anchors(pages.get(Path.of("src/main/docs", section[0]))))
                    .contains(section[1]);
        });
    }

    /** What counts must have lasted, or look back. */
    @Test
    void noAlertComesAndGoes() throws IOException {
        assertThat(alerts()).allSatisfy(alert -> {
            String expression = (String) alert.get("expr");
            assertThat(alert.containsKey("for") || expression.contains("[15m]"))
                    .as(expression)
                    .isTrue();
        });
    }

    @Test
    void prometheusReadsTheAlerts() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool"))))
                .as("promtool is on the PATH")
                .isTrue();

        Process promtool = new ProcessBuilder("promtool", "check", "rules", ALERTS.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes());

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void bothFilesAreInTheJar() {
        assertThat(Path.of(
                        "target/classes/META-INF/grafana",
                        DASHBOARD.getFileName().toString()))
                .hasSameTextualContentAs(DASHBOARD);
        assertThat(Path.of(
                        "target/classes/META-INF/prometheus",
                        ALERTS.getFileName().toString()))
                .hasSameTextualContentAs(ALERTS);
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> alerts() throws IOException {
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ALERTS));
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                        .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(Map<String, Object> alert, String name) {
        return (Map<String, String>) alert.get(name);
    }
}
