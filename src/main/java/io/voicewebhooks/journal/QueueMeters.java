package io.voicewebhooks.journal;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.voicewebhooks.observe.VoiceMetrics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.util.function.ThrowingBiFunction;

/** Gauges of the journal, and of depth and age of queues as long as the broker gives such figures. */
public final class QueueMeters {
    private final QueueFigures figures;
    private final MultiGauge depth;
    private final MultiGauge oldest;
    private final Set<String> queues = new TreeSet<>();

    private QueueMeters(Journal journal, VoiceMetrics metrics) {
        metrics.gauge("voice.journal.up", () -> journal.problem() == null ? 1 : 0);
        this.figures = journal.figures();
        this.depth = metrics.gauges("voice.queue.depth");
        this.oldest = metrics.gauges("voice.queue.oldest.seconds");
        figures.whenChanged(this::refresh);
    }

    /** Registers them; a figure is NaN while the broker does not answer. */
    public static synchronized void register(CamelContext context, Set<String> queues) {
        QueueMeters known = context.getCamelContextExtension().getContextPlugin(QueueMeters.class);
        if (known == null) {
            known = new QueueMeters(Journal.of(context), VoiceMetrics.of(context));
            context.getCamelContextExtension().addContextPlugin(QueueMeters.class, known);
        }
        known.add(queues);
    }

    private synchronized void add(Set<String> more) {
        queues.addAll(more);
        refresh();
    }

    private synchronized void refresh() {
        Set<String> shown = figures.given() ? queues : Set.of();
        depth.register(rows(shown, JournalStatistics::depth));
        oldest.register(rows(shown, (statistics, queue) -> statistics.oldestMillis(queue) / 1e3));
    }

    private List<MultiGauge.Row<?>> rows(
            Set<String> queues, ThrowingBiFunction<JournalStatistics, String, Number, Exception> figure) {
        return queues.stream()
                .<MultiGauge.Row<?>>map(queue -> MultiGauge.Row.of(
                        Tags.of("queue", queue), () -> figures.known(statistics -> figure.apply(statistics, queue))
                                .orElse(Double.NaN)))
                .toList();
    }
}
