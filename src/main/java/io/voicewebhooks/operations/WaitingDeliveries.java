package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries that wait for another try: the scheduled messages of the sinks' queues, which only Artemis tells of. */
final class WaitingDeliveries {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingDeliveries.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Journal journal;

    WaitingDeliveries(Journal journal) {
        this.journal = journal;
    }

    /**
     * A delivery that waits.
     *
     * @param attempts  failed tries
     * @param nextTry   RFC 3339
     * @param lastError the beginning of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Waiting(
            String sink, String eventId, String type, String callSid, int attempts, String nextTry, String lastError) {}

    /** {@code {total, offset, limit, deliveries: [{sink, eventId, type, callSid, attempts, nextTry, lastError}]}}. */
    record Page(int total, int offset, int limit, List<Waiting> deliveries) {}

    /** The next one first. */
    Page list(Collection<String> sinks, int offset, int limit) throws Exception {
        List<Waiting> all = new ArrayList<>();
        for (String sink : sinks) {
            for (JsonNode message : MAPPER.readTree(journal.scheduledMessages(queue(sink)))) {
                all.add(waiting(sink, message));
            }
        }
        all.sort(Comparator.comparing(Waiting::nextTry));
        return new Page(
                all.size(),
                offset,
                limit,
                all.stream().skip(offset).limit(limit).toList());
    }

    private static Waiting waiting(String sink, JsonNode message) {
        return new Waiting(
                sink,
                message.path("eventId").asText(null),
                message.path(FailedDelivery.TYPE).asText(null),
                message.path("callSid").asText(null),
                message.path(FailedDelivery.ATTEMPTS).asInt(),
                Instant.ofEpochMilli(message.path("_AMQ_SCHED_DELIVERY").asLong())
                        .toString(),
                message.path(FailedDelivery.LAST_ERROR).asText(null));
    }

    /** Lets the deliveries of some sinks have their next try at once. Returns how many. */
    long retryNow(Collection<String> sinks, String operator) throws Exception {
        long all = 0;
        for (String sink : sinks) {
            long waiting = journal.scheduled(queue(sink)).orElse(0);
            journal.deliverScheduled(queue(sink));
            LOG.info("{} brings {} waiting deliveries of the sink {} forward", operator, waiting, sink);
            all += waiting;
        }
        return all;
    }

    private static String queue(String sink) {
        return Queues.SINK_PREFIX + sink;
    }
}
