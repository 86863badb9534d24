package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does in the console, without script, and what it does to the sinks. */
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleActionsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String HOSTILE = "<script>alert(1)</script>\"'&amp;";

    private HttpReceiver http;
    private Application application;
    private Visitor visitor;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        visitor = Visitor.loggedIn(application);
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    @BeforeEach
    void nothingWaits() {
        http.answers(post -> 204);
        Operator operator = Operator.of(application);
        operator.types("sinks", "resume", "http");
        operator.types("deliveries", "retry-now", "--all");
        operator.types("dead-letters", "drop", "--all", "--reason", "next test");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +0 +0"));
        http.posts().clear();
    }

    private String callEnds() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        return call;
    }

    /** Waits until a page, which is well-formed, has a text that matches. */
    private String awaitPage(String path, String pattern) {
        String[] body = new String[1];
        await().atMost(LIMIT).untilAsserted(() -> {
            HttpResponse<String> page = visitor.get(path);
            Visitor.document(page);
            body[0] = page.body();
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(body[0]).containsPattern("(?s)" + pattern);
        });
        return body[0];
    }

    private String follow(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void aSinkIsPausedForAReasonAndResumed() {
        try (LogLines log = LogLines.record()) {
            assertThat(visitor.get("/sinks/http/pause").body()).contains("Pause the sink http");
            assertThat(follow(visitor.post("/sinks/http/pause", "reason", "CRM moves " + HOSTILE)))
                    .isEqualTo("/sinks");

            String page = awaitPage("/sinks", "class=\"state held\">held<.*CRM moves &lt;script&gt;");
            assertThat(page).contains("The sink http is paused").doesNotContain("<script>alert");
            assertThat(visitor.get("/sinks").body()).doesNotContain("The sink http is paused");
            awaitPage("/", "http</a> is held: CRM moves");
            String call = callEnds();
            awaitPage("/deliveries?sink=http", "class=\"state held\">held<.*" + call);
            assertThat(http.posts()).isEmpty();

            assertThat(follow(visitor.post("/sinks/http/resume"))).isEqualTo("/sinks");

            await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts()).hasSize(1));
            awaitPage("/deliveries?sink=http", "Nothing matches");
            assertThat(log.lines())
                    .anyMatch(line -> line.matches("INFO session \\d+ at 127.0.0.1 pauses the sink http: CRM moves .*"))
                    .anyMatch(line -> line.matches("INFO session \\d+ at 127.0.0.1 resumes the sink http"));
        }
    }

    @Test
    void aMisspeltFilterMeansNothingAndNotEverything() {
        http.answers(post -> 422);
        callEnds();
        awaitPage("/deliveries?show=dead", "the endpoint answered 422");

        for (String action : List.of("deliveries/redrive", "deliveries/drop", "deliveries/retry-now")) {
            HttpResponse<String> refused = visitor.post("/" + action, "snk", "file");
            assertThat(refused.statusCode()).as(action).isEqualTo(400);
            assertThat(refused.body())
                    .contains("unknown parameter snk; allowed: all")
                    .contains("sink");
            assertThat(visitor.get("/" + action + "?snk=file").statusCode()).isEqualTo(400);
        }
        String nothing = follow(visitor.post("/deliveries/redrive"));
        awaitPage(nothing, "this means every dead letter; say which");
        awaitPage("/deliveries/redrive", "name=\"all\" value=\"true\"");
        awaitPage("/deliveries?show=dead", "the endpoint answered 422");
    }

    @Test
    void whatIsRefusedIsSaidOnASmallPage() {
        HttpResponse<String> unknown = visitor.post("/sinks/" + "%3Cb%3E" + "/resume");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("there is no sink &lt;b&gt;");
        assertThat(visitor.post("/sinks/http/pause", "reason", " ").statusCode())
                .isEqualTo(400);
        HttpResponse<String> filter = visitor.get("/deliveries?since=" + "%3Cscript%3E");
        assertThat(filter.statusCode()).isEqualTo(400);
        assertThat(filter.body())
                .contains("since &#x3D; &lt;script&gt;", "<form class=\"filter\"")
                .doesNotContain("<script>a");
        Visitor.document(filter);
        assertThat(visitor.get("/deliveries?offset=x").statusCode())
                .as("the first page")
                .isEqualTo(200);
    }

    @Test
    void deliveriesThatWaitForATimeAreTriedAtOnce() {
        http.answers(post -> 409);
        String call = callEnds();
        awaitPage("/deliveries", call + ".*retrying.*next try <time datetime=");
        awaitPage("/deliveries/retry-now?sink=http", "<strong>1</strong> delivery is tried again at once");
        http.answers(post -> 204);

        assertThat(follow(visitor.post("/deliveries/retry-now", "sink", "http")))
                .isEqualTo("/deliveries");

        awaitPage("/deliveries", "Every sink has got every event");
        assertThat(http.posts()).hasSize(2);
    }

    @Test
    void oneDeadLetterIsReadAndRedrivenAndAnotherDropped() {
        http.answers(post -> 422);
        String call = callEnds();
        awaitPage("/deliveries?show=dead", call + ".*the endpoint answered 422");
        String other = callEnds();
        String page = awaitPage("/deliveries?show=dead", other);
        assertThat(page).containsPattern("(?s)<td class=\"num\">2</td>.*answered 422");
        String id = Pattern.compile("letter\\?id=([^\"]+)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(visitor.get("/deliveries/letter?id=" + id).body())
                .contains(call, "the endpoint answered 422", "&quot;CallStatus&quot; : &quot;completed&quot;")
                .doesNotContain(Operator.TOKEN);
        http.answers(post -> 204);
        http.posts().clear();

        assertThat(follow(visitor.post("/deliveries/redrive", "id", id))).isEqualTo("/deliveries?show=dead");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts()).hasSize(1));
        String left = awaitPage("/deliveries?show=dead", "<strong>1</strong> dead letter");
        String second = Pattern.compile("drop\\?id=([^\"]+)\"")
                .matcher(left)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(visitor.get("/deliveries/drop?id=" + second).body())
                .contains("name=\"reason\"", "<strong>1</strong>");
        assertThat(visitor.post("/deliveries/drop", "id", second).statusCode()).isEqualTo(400);
        assertThat(follow(visitor.post("/deliveries/drop", "id", second, "reason", "old")))
                .isEqualTo("/deliveries?show=dead");

        awaitPage("/deliveries?show=dead", "There is no dead letter");
        assertThat(http.posts()).hasSize(1);
        assertThat(visitor.post("/deliveries/redrive", "id", second).statusCode())
                .isEqualTo(404);
    }

    @Test
    void manyAreRedrivenByAJobThatTellsHowFarItIsAndAreTold() {
        http.answers(post -> 422);
        for (int i = 0; i < 130; i++) {
            callEnds();
        }
        String page = awaitPage("/deliveries?show=dead", "<strong>130</strong> dead letters");
        assertThat(page).contains("1 to 50 of 130", "offset&#x3D;50").doesNotContain("rel=\"prev\"");
        assertThat(awaitPage("/deliveries?show=dead&offset=100", "101 to 130 of 130"))
                .contains("rel=\"prev\"");
        awaitPage("/deliveries/redrive?sink=http", "<strong>130</strong> deliveries.*name=\"sink\" value=\"http\"");
        http.answers(post -> 204);
        http.posts().clear();

        String job = follow(visitor.post("/deliveries/redrive", "sink", "http"));

        assertThat(job).startsWith("/jobs/");
        awaitPage(job, "class=\"state done\">done<.*130 of 130");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts()).hasSize(130));
        awaitPage("/deliveries?show=dead", "There is no dead letter");
        assertThat(Visitor.of(application).get(job).statusCode()).isEqualTo(303);
        assertThat(visitor.get("/jobs/4711").statusCode()).isEqualTo(404);
    }

    @Test
    void twoBrowsersSeeTheSameAndEachItsOwnWords() {
        Visitor other = Visitor.loggedIn(application);
        follow(visitor.post("/sinks/file/pause", "reason", "disk"));

        assertThat(other.get("/sinks").body()).contains("state held").doesNotContain("The sink file is paused");
        assertThat(visitor.get("/sinks").body()).contains("The sink file is paused");
        follow(other.post("/sinks/file/resume"));
        assertThat(visitor.get("/sinks").body()).doesNotContain("state held");
    }

    @Test
    void healthIsToldInWords() {
        awaitPage("/health", "journal</th><td><span class=\"state up\">up</span></td><td>Can events be stored");
        follow(visitor.post("/sinks/http/pause", "reason", "CRM moves"));
        awaitPage("/health", "sinks</th><td><span class=\"state down\">down</span>.*http is held: CRM moves");
    }
}
