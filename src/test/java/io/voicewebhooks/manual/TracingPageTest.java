package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.warmup.WarmUp;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's tracer as the page switches it on, with an exporter that keeps the spans in memory. */
class TracingPageTest {
    private static final Manual PAGE = Manual.read().page("tracing");

    @TempDir
    private Path directory;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider sdk = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();

    @AfterEach
    void close() {
        sdk.close();
    }

    private Application.Builder traced() throws IOException {
        Properties shown = new Properties();
        shown.load(new StringReader(PAGE.blocks("properties").get(0)));
        Application.Builder builder = Application.with(directory)
                .bean("tracer", sdk.get("test"))
                .bean("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        shown.forEach((key, value) -> builder.set(key.toString(), value.toString()));
        return builder;
    }

    @Test
    void oneTraceLeadsFromTheWebhookToTheDelivery() throws IOException {
        try (HttpReceiver receiver = HttpReceiver.start();
                Application application = traced().set(receiver.settings()).start();
                LogLines log = LogLines.record()) {
            String call = Twilio.callSid();
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));
            ReceivedPost post = receiver.await(call);

            String traceparent = post.json().path("traceparent").asText();
            assertThat(traceparent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            String trace = traceparent.substring(3, 35);
            assertThat(post.header("traceparent")).startsWith("00-" + trace);
            assertThat(post.verified()).isTrue();
            await().untilAsserted(() -> assertThat(spans.getFinishedSpanItems())
                    .extracting(span -> span.getAttributes().toString())
                    .anyMatch(span -> span.contains("/voice/status"))
                    .anyMatch(span -> span.contains("journal://voice.events"))
                    .anyMatch(span -> span.contains("queue:voice.sink.http"))
                    .anyMatch(span -> span.contains("http.url=http://127.0.0.1:" + receiver.port())));
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getTraceId)
                    .containsOnly(trace);
            assertThat(spans.getFinishedSpanItems())
                    .extracting(span -> span.getName() + span.getAttributes())
                    .noneMatch(span -> span.contains("1555"));
            assertThat(log.tracesOf(call)).isNotEmpty().containsOnly(trace);
        }
    }

    @Test
    void eachWebhookHasATraceOfItsOwnWhateverAStrangerSends() throws IOException {
        try (HttpReceiver receiver = HttpReceiver.start();
                Application application = traced().set(receiver.settings()).start()) {
            Twilio twilio = application.twilio();
            String one = Twilio.callSid();
            String other = Twilio.callSid();
            String theirs = "0af7651916cd43dd8448eb211c80319c";
            for (String call : List.of(one, other)) {
                var form = Twilio.status(call, "completed");
                twilio.send(HttpRequest.newBuilder(
                                twilio.posting("/voice/status", form, twilio.sign("/voice/status", form)),
                                (name, value) -> true)
                        .header("traceparent", "00-" + theirs + "-b7ad6b7169203331-01")
                        .build());
            }

            assertThat(List.of(trace(receiver, one), trace(receiver, other)))
                    .doesNotHaveDuplicates()
                    .doesNotContain(theirs);
        }
    }

    private static String trace(HttpReceiver receiver, String call) {
        return receiver.await(call).json().path("traceparent").asText().substring(3, 35);
    }

    @Test
    void noSpanHasTheCredentialOfAnAddressOrANumber() throws IOException {
        try (HttpReceiver receiver = HttpReceiver.start();
                Application application = traced().set(receiver.settings())
                        .set("voice.sink.http.url", receiver.url() + "/pa55w0rd/?key=pa55w0rd")
                        .set("voice.retry.schedule", "1ms")
                        .start()) {
            receiver.answers(post -> 500);
            String call = Twilio.callSid();
            application.twilio().get("/voice/status", Twilio.status(call, "completed"));

            await().untilAsserted(() -> assertThat(application.deadLetters()).hasSize(1));
            await().untilAsserted(() -> assertThat(spans.getFinishedSpanItems())
                    .flatExtracting(SpanData::getEvents)
                    .isNotEmpty());
            assertThat(spans.getFinishedSpanItems())
                    .extracting(span -> span.getName() + span.getAttributes() + span.getEvents() + span.getStatus())
                    .noneMatch(span -> span.contains("pa55w0rd"))
                    .noneMatch(span -> span.contains("1555"));
        }
    }

    @Test
    void theWarmUpLeavesNoSpan() throws IOException {
        try (LogLines log = LogLines.record();
                Application application = traced().prepare(main -> main.addMainListener(new WarmUp()))
                        .start()) {
            await().until(() -> log.lines().stream().anyMatch(line -> line.startsWith("INFO warm after ")));
            assertThat(application.management("/observe/health/ready").statusCode())
                    .isEqualTo(200);

            assertThat(spans.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void withoutTracesAnEventHasNoExtension() {
        try (HttpReceiver receiver = HttpReceiver.start();
                Application application =
                        Application.with(directory).set(receiver.settings()).start()) {
            String call = Twilio.callSid();
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));

            assertThat(receiver.await(call).body()).doesNotContain("traceparent");
            assertThat(receiver.await(call).headers().firstValue("traceparent")).isEmpty();
        }
    }
}
