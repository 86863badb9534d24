package io.voicewebhooks.journal;

import io.voicewebhooks.observe.VoiceMetrics;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Gauges of depth and age of queues. */
public final class QueueMeters {
    private QueueMeters() {}

    /** Registers them; a figure that the broker does not give is NaN. */
    public static void register(CamelContext context, Set<String> queues) {
        Journal journal = Journal.of(context);
        if (journal.isArtemis()) {
            VoiceMetrics metrics = VoiceMetrics.of(context);
            for (String queue : queues) {
                metrics.gauge(
                        "voice.queue.depth",
                        "queue",
                        queue,
                        () -> figure(journal, statistics -> statistics.depth(queue)));
                metrics.gauge(
                        "voice.queue.oldest.seconds",
                        "queue",
                        queue,
                        () -> figure(journal, statistics -> statistics.oldestMillis(queue) / 1e3));
            }
        }
    }

    private interface Figure {
        Number of(JournalStatistics statistics) throws Exception;
    }

    private static Number figure(Journal journal, Figure figure) {
        try {
            return figure.of(journal.statistics());
        } catch (Exception e) {
            return Double.NaN;
        }
    }
}
