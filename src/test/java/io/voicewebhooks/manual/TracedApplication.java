package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The packaged application, in a directory with {@code plugins/}, by the commands of tracing.md; and a collector. */
public final class TracedApplication implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ENDPOINT = "http://127.0.0.1:4318";

    private final OtlpCollector collector = OtlpCollector.start();
    private final HttpReceiver receiver = HttpReceiver.start();
    private final int port = Application.freePort();
    private final Path output;
    private final Process process;

    private TracedApplication(Path directory) throws IOException {
        Manual page = Manual.read().page("tracing");
        assertThat(page.text()).contains("`mvn dependency:copy-dependencies -DoutputDirectory=plugins`");
        String commands = page.block("trace");
        assertThat(commands).contains(ENDPOINT, "\njava -");
        output = directory.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-ec",
                        // the process that is stopped in the end
                        commands.replace(ENDPOINT, collector.url()).replace("\njava -", "\nexec java -"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> settings = new TreeMap<>(receiver.settings());
        settings.putAll(Map.of(
                "twilio.account-sid", Twilio.ACCOUNT,
                "twilio.auth-token", Twilio.TOKEN,
                "voice.public-url", Twilio.PUBLIC_URL,
                "voice.http.port", String.valueOf(port),
                "voice.management.port", String.valueOf(Application.freePort())));
        settings.forEach((key, value) -> builder.environment()
                .put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        process = builder.start();
    }

    /** Starts it and waits until it answers. */
    public static TracedApplication start(Path directory) throws IOException {
        TracedApplication application = new TracedApplication(directory);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(application.process.isAlive()).as(application.printed()).isTrue();
            return application.printed().contains("started in");
        });
        return application;
    }

    /** From the webhook over journal and router to the delivery; the log and the event name the same trace. */
    public void tellsOneStoryOfAWebhook() {
        String call = Twilio.callSid();
        Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
        assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        ReceivedPost post = receiver.await(call);
        String trace = post.json().path("traceparent").asText().split("-")[1];

        await().atMost(LIMIT).untilAsserted(() -> assertThat(steps(trace))
                .containsExactly(
                        "platform-http:///voice/status",
                        "journal://voice.events",
                        "jms://queue:voice.events",
                        "jms://queue:voice.sink.http",
                        "jms://queue:voice.sink.http",
                        "http://from-the-header"));
        assertThat(collector.spansOf(trace))
                .extracting(OtlpCollector.Span::service)
                .containsOnly("voice-webhooks");
        // the sender's span
        assertThat(collector.spansOf(trace))
                .extracting(OtlpCollector.Span::id)
                .contains(post.header("traceparent").split("-")[2]);
        assertThat(printed().lines().filter(line -> line.contains(call)))
                .isNotEmpty()
                .allMatch(line -> line.contains(trace));
    }

    /** What each span is about, from the first to the delivery, which is part of all others; without those between routes. */
    private List<String> steps(String trace) {
        List<String> steps = new ArrayList<>();
        List<OtlpCollector.Span> spans = collector.spansOf(trace);
        String next = spans.stream()
                .filter(span -> span.uri().startsWith("http://"))
                .map(OtlpCollector.Span::id)
                .findFirst()
                .orElse("");
        while (!next.isEmpty()) {
            String id = next;
            OtlpCollector.Span span = spans.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no span " + id));
            if (!span.uri().startsWith("direct:")) {
                steps.add(0, span.uri().replaceFirst("\\?.*", ""));
            }
            next = span.parent();
        }
        return steps;
    }

    private String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        receiver.close();
        collector.close();
    }
}
