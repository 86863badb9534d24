package io.voicewebhooks.bench;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What traces cost: call status callbacks that are stored and routed, by two applications in one JVM in turn, of which one
 * traces and throws its spans away:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=traces</pre>
 *
 * Five windows of ten seconds each after one to warm up, or {@code seconds=3}.
 */
public final class TracesRun {
    private static final int CONNECTIONS = 32;
    private static final int WINDOWS = 5;

    private TracesRun() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.getInteger("bench.seconds", 10);
        Thrown thrown = new Thrown();
        try (SdkTracerProvider sdk = SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(thrown).build())
                        .build();
                TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-traces");
                Application plain =
                        application(directory.path().resolve("plain")).start();
                Application traced = application(directory.path().resolve("traced"))
                        .set("camel.opentelemetry2.enabled", "true")
                        .bean("tracer", sdk.get("measured"))
                        .bean("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                        .start();
                LoadProcess toPlain = load(plain);
                LoadProcess toTraced = load(traced)) {
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int window = 0; window <= WINDOWS; window++) {
                double one = toPlain.window(seconds).rate();
                double other = toTraced.window(seconds).rate();
                // the first one warms up
                if (window > 0) {
                    without.add(one);
                    with.add(other);
                    System.out.printf("%d: %,.0f callbacks a second without traces, %,.0f with%n", window, one, other);
                }
            }
            System.out.printf(
                    "median: %,.0f without, %,.0f with; ratio %.2f; %,d spans%n",
                    median(without), median(with), median(with) / median(without), thrown.spans.sum());
        }
    }

    private static Application.Builder application(Path directory) {
        int port = Application.freePort();
        return Application.with(directory)
                .set("voice.http.port", String.valueOf(port))
                .set("voice.public-url", "http://127.0.0.1:" + port);
    }

    private static LoadProcess load(Application application) throws Exception {
        return LoadProcess.start(URI.create(application.url()), SampleWebhook.STATUS, CONNECTIONS);
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    }

    private static final class Thrown implements SpanExporter {
        private final LongAdder spans = new LongAdder();

        @Override
        public CompletableResultCode export(Collection<SpanData> all) {
            spans.add(all.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
