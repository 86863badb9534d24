package io.voicewebhooks.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/**
 * The application's own meters, in the context's Micrometer registry:
 *
 * <ul>
 *   <li>{@code voice.webhooks} (counter; kind = the route's id; outcome: accepted, refused, invalid, unavailable, fallback)
 *       and {@code voice.webhook} (timer; kind)
 *   <li>{@code voice.webhook.last.seconds} (gauge; kind): seconds since the last one that was accepted
 *   <li>{@code voice.signature.rejected} (counter; reason)
 *   <li>{@code voice.http.refused} (counter; reason: busy, slow): requests that no route has seen
 *   <li>{@code voice.deliveries} (counter; sink, outcome: delivered, retried, dead, rolled-back) and
 *       {@code voice.delivery} (timer; sink)
 *   <li>{@code voice.dead.letters} (counter; sink)
 *   <li>{@code voice.unpublished} (counter): calls answered whose event could not be stored
 *   <li>{@code voice.sink.paused} (gauge; sink): 1 while a sink gets no events or one at a time
 *   <li>{@code voice.queue.depth} and {@code voice.queue.oldest.seconds} (gauges; queue), absent where the broker refuses figures
 * </ul>
 *
 * Those of which any growth is worth an alert are there from the start, at 0: a counter that begins with 1 has not grown.
 */
public final class VoiceMetrics {
    /** Exchange property: the caller heard the fallback document. */
    public static final String FALLBACK = "voiceFallback";
    /** Exchange property: the caller was answered and counted while the route was still at it. */
    public static final String ANSWERED = "voiceAnswered";

    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Long> lastWebhook = new ConcurrentHashMap<>();

    private VoiceMetrics(MeterRegistry registry) {
        this.registry = registry;
        counter("voice.unpublished");
    }

    /** The meters of a context; a context without a Micrometer registry counts for itself. */
    public static synchronized VoiceMetrics of(CamelContext context) {
        VoiceMetrics known = context.getCamelContextExtension().getContextPlugin(VoiceMetrics.class);
        if (known == null) {
            MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
            known = new VoiceMetrics(registry != null ? registry : new SimpleMeterRegistry());
            context.getCamelContextExtension().addContextPlugin(VoiceMetrics.class, known);
        }
        return known;
    }

    public void webhook(String kind, String outcome, Duration time) {
        count("voice.webhooks", "kind", kind, "outcome", outcome);
        time("voice.webhook", "kind", kind, time);
        if (outcome.equals("accepted")) {
            lastWebhook.computeIfAbsent(kind, this::registerLast);
            lastWebhook.put(kind, System.nanoTime());
        }
    }

    /** Requests may be rejected for this reason. */
    public void mayRejectSignature(String reason) {
        counter("voice.signature.rejected", "reason", reason);
    }

    public void signatureRejected(String reason) {
        count("voice.signature.rejected", "reason", reason);
    }

    public void httpRefused(String reason) {
        count("voice.http.refused", "reason", reason);
    }

    public void delivery(String sink, String outcome, Duration time) {
        count("voice.deliveries", "sink", sink, "outcome", outcome);
        time("voice.delivery", "sink", sink, time);
    }

    /** Deliveries of this sink may fail for good. */
    public void mayHaveDeadLetters(String sink) {
        counter("voice.dead.letters", "sink", sink);
    }

    public void deadLetter(String sink) {
        count("voice.dead.letters", "sink", sink);
    }

    public void unpublished() {
        count("voice.unpublished");
    }

    /** A gauge with one tag, asked for whenever metrics are read. */
    public void gauge(String name, String tag, String value, java.util.function.Supplier<Number> number) {
        Gauge.builder(name, number).tag(tag, value).register(registry);
    }

    /** Gauges with one name, of which some may come and go. */
    public MultiGauge gauges(String name) {
        return MultiGauge.builder(name).register(registry);
    }

    private Long registerLast(String kind) {
        Gauge.builder("voice.webhook.last.seconds", () -> (System.nanoTime() - lastWebhook.get(kind)) / 1e9)
                .tag("kind", kind)
                .register(registry);
        return System.nanoTime();
    }

    private void count(String name, String... tags) {
        counter(name, tags).increment();
    }

    private Counter counter(String name, String... tags) {
        return counters.computeIfAbsent(name + String.join("|", tags), key -> registry.counter(name, tags));
    }

    private void time(String name, String tag, String value, Duration time) {
        timers.computeIfAbsent(name + value, key -> registry.timer(name, tag, value))
                .record(time);
    }
}
