package io.voicewebhooks.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * The application's own meters, in the context's Micrometer registry:
 *
 * <ul>
 *   <li>{@code voice.webhooks} (counter; kind = the route's id; outcome: accepted, refused, invalid, unavailable, fallback)
 *       and {@code voice.webhook} (timer with buckets; kind)
 *   <li>{@code voice.webhook.last.seconds} (gauge; kind): seconds since the last one that was accepted
 *   <li>{@code voice.signature.rejected} (counter; reason)
 *   <li>{@code voice.http.refused} (counter; reason: busy, slow): requests that no route has seen
 *   <li>{@code voice.deliveries} (counter; sink, outcome: delivered, retried, dead, rolled-back) and
 *       {@code voice.delivery} (timer with buckets; sink)
 *   <li>{@code voice.dead.letters} (counter; sink)
 *   <li>{@code voice.unpublished} (counter): calls answered whose event could not be stored
 *   <li>{@code voice.calls.dropped} (counter): requests and tries of deliveries that are not in the call log
 *   <li>{@code voice.sink.paused} (gauge; sink): 1 while a sink gets no events or one at a time
 *   <li>{@code voice.queue.depth} and {@code voice.queue.oldest.seconds} (gauges; queue), absent where the broker refuses figures
 *   <li>{@code voice.journal.up} (gauge): 1 while events can be stored
 *   <li>{@code voice.numbers.drift} (gauge): numbers that are not configured as wanted at Twilio
 *   <li>{@code voice.journal.disk.used.ratio} (gauge; the embedded journal's): 0 to 1
 * </ul>
 *
 * Those of which any growth is worth an alert are there from the start, at 0: a counter that begins with 1 has not grown.
 */
public final class VoiceMetrics {
    /** Exchange property: the caller heard the fallback document. */
    public static final String FALLBACK = "voiceFallback";
    /** Exchange property: how the caller is answered is settled, by the route or while it was still at it. */
    public static final String ANSWERED = "voiceAnswered";

    /** From a request that no disk waits for, over Twilio's patience of 15 s, to a recording that is uploaded. */
    private static final Duration[] BUCKETS = IntStream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    /** Of each webhook and delivery: the registry would make an id to look for it. */
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Long> lastWebhook = new ConcurrentHashMap<>();

    private VoiceMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.counter("voice.unpublished");
        registry.counter("voice.calls.dropped");
        for (String reason : List.of("busy", "slow")) {
            registry.counter("voice.http.refused", "reason", reason);
        }
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

    /** Whether the answer that somebody has for a caller is the one that he hears: the first one that asks. */
    public static boolean answers(Exchange exchange) {
        return exchange.getProperties().putIfAbsent(ANSWERED, true) == null;
    }

    /** Webhooks of this kind may come, and be answered with less than was meant. */
    public void mayCome(String kind) {
        for (String outcome : List.of("accepted", "fallback", "unavailable")) {
            counter("voice.webhooks", "kind", kind, outcome);
        }
        timer("voice.webhook", "kind", kind);
    }

    public void webhook(String kind, String outcome, Duration time) {
        counter("voice.webhooks", "kind", kind, outcome).increment();
        timer("voice.webhook", "kind", kind).record(time);
        if (outcome.equals("accepted") && lastWebhook.put(kind, System.nanoTime()) == null) {
            gauge("voice.webhook.last.seconds", "kind", kind, () -> (System.nanoTime() - lastWebhook.get(kind)) / 1e9);
        }
    }

    /** Requests may be rejected for this reason. */
    public void mayRejectSignature(String reason) {
        registry.counter("voice.signature.rejected", "reason", reason);
    }

    public void signatureRejected(String reason) {
        registry.counter("voice.signature.rejected", "reason", reason).increment();
    }

    public void httpRefused(String reason) {
        registry.counter("voice.http.refused", "reason", reason).increment();
    }

    public void delivery(String sink, String outcome, Duration time) {
        counter("voice.deliveries", "sink", sink, outcome).increment();
        timer("voice.delivery", "sink", sink).record(time);
    }

    private Counter counter(String name, String tag, String value, String outcome) {
        return counters.computeIfAbsent(
                name + value + ' ' + outcome, key -> registry.counter(name, tag, value, "outcome", outcome));
    }

    /** Its buckets add up over instances, as percentiles would not. */
    private Timer timer(String name, String tag, String value) {
        return timers.computeIfAbsent(name + value, key -> Timer.builder(name)
                .tag(tag, value)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    /** Deliveries of this sink may fail for good. */
    public void mayHaveDeadLetters(String sink) {
        registry.counter("voice.dead.letters", "sink", sink);
    }

    public void deadLetter(String sink) {
        registry.counter("voice.dead.letters", "sink", sink).increment();
    }

    public void unpublished() {
        registry.counter("voice.unpublished").increment();
    }

    public void callsDropped(int number) {
        registry.counter("voice.calls.dropped").increment(number);
    }

    /** A gauge, asked for whenever metrics are read. */
    public void gauge(String name, Supplier<Number> number) {
        Gauge.builder(name, number).register(registry);
    }

    /** The same with one tag. */
    public void gauge(String name, String tag, String value, Supplier<Number> number) {
        Gauge.builder(name, number).tag(tag, value).register(registry);
    }

    /** Gauges with one name, of which some may come and go. */
    public MultiGauge gauges(String name) {
        return MultiGauge.builder(name).register(registry);
    }
}
