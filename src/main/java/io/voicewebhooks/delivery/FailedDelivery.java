package io.voicewebhooks.delivery;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.VoiceMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code failedDelivery}: after a failed try it restores the event's message, counts the failure in its
 * properties and decides where the message goes: the variables {@code retryQueue} and {@code retryDelay} (milliseconds)
 * for another try, or {@code retryQueue} = {@code voice.dead-letter} without delay if there is none.
 */
public final class FailedDelivery implements Processor {
    /** JMS property: failed tries so far. */
    public static final String ATTEMPTS = "deliveryAttempts";
    /** JMS property: when the first one failed, RFC 3339. */
    public static final String FIRST_FAILURE = "deliveryFirstFailure";
    /** JMS property: why the last one failed. */
    public static final String LAST_ERROR = "deliveryLastError";
    /** JMS property: the failures with their times, a line each. */
    public static final String ERRORS = "deliveryErrors";
    /** JMS property: the type of the event once more, for Artemis lists messages with a {@code type} of its own. */
    public static final String TYPE = "deliveryType";
    /** JMS property of a dead letter: the sink. */
    public static final String SINK = "deliverySink";
    /** JMS property of a dead letter: when the last try failed, RFC 3339. */
    public static final String LAST_FAILURE = "deliveryLastFailure";

    private static final String OUTCOME = "voiceDeliveryOutcome";

    private static final Outcome DELIVERED = new Outcome("delivered", null, "", Duration.ZERO);

    private static final Logger LOG = LoggerFactory.getLogger(FailedDelivery.class);
    private static final int MOST_ERRORS = 12;

    private final RetrySchedule schedule;
    private final VoiceMetrics metrics;
    private final Settings settings;

    FailedDelivery(CamelContext context) {
        this.schedule = RetrySchedule.of(context);
        this.metrics = VoiceMetrics.of(context);
        this.settings = Settings.of(context);
    }

    @Override
    public void process(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        String queue = Queues.name(exchange.getFromEndpoint());
        Message message = exchange.getMessage();
        OriginalMessage.of(exchange).restore(message);
        int attempts = message.getHeader(ATTEMPTS, 0, Integer.class) + 1;
        String error = Reason.of(failure, settings::withoutSecrets);
        // should even the dead letter fail, Camel logs what was caught: an URL, for example, which may be a secret
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new UndeliverableException(error));
        String eventId = LogText.of(message.getHeader("eventId", "", String.class));
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        message.setHeader(ATTEMPTS, attempts);
        message.setHeader(FIRST_FAILURE, message.getHeader(FIRST_FAILURE, now, String.class));
        message.setHeader(LAST_ERROR, error);
        message.setHeader(TYPE, message.getHeader("type"));
        message.setHeader(ERRORS, history(message.getHeader(ERRORS, "", String.class), now, error));

        Failure kind = Failure.of(failure);
        Duration asked = RetryAfter.of(failure, schedule.longest());
        Optional<Duration> wait = kind == Failure.PERMANENT
                ? Optional.empty()
                : schedule.waitAfter(attempts)
                        // what waits for the call log's disk is no loss that anybody has to look after
                        .or(() -> Optional.of(schedule.longest())
                                .filter(longest -> kind == Failure.SINK && queue.equals(Queues.CALLS)))
                        .map(scheduled -> Collections.max(List.of(scheduled, asked)));
        String sink = Queues.sink(queue);
        String failed = "delivery of event " + eventId + " to " + sink + " failed";
        if (wait.isPresent()) {
            exchange.setVariable("retryQueue", queue);
            exchange.setVariable("retryDelay", wait.get().toMillis());
            exchange.setProperty(OUTCOME, new Outcome("retried", kind, error, asked));
            LOG.warn(
                    "{} (try {}), again in {} s: {}",
                    failed,
                    attempts,
                    wait.get().toSeconds(),
                    error);
        } else {
            message.setHeader(SINK, sink);
            message.setHeader(LAST_FAILURE, now);
            exchange.setVariable("retryQueue", Queues.DEAD_LETTER);
            exchange.setVariable("retryDelay", 0);
            exchange.setProperty(OUTCOME, new Outcome("dead", kind, error, asked));
            metrics.deadLetter(sink);
            LOG.error("{} for good (try {}), it is in {}: {}", failed, attempts, Queues.DEAD_LETTER, error);
        }
    }

    /**
     * How a try ended.
     *
     * @param label   {@code delivered}, {@code retried}, {@code dead}, or {@code rolled-back} if not even that was possible
     * @param failure what a failure speaks of, {@code null} if it was none of the sink's
     * @param error   in one line, empty if there was none
     * @param asked   how long the sink asked us to wait
     */
    public record Outcome(String label, Failure failure, String error, Duration asked) {}

    /** How the try of an exchange ended. */
    public static Outcome outcome(Exchange exchange) {
        return exchange.isFailed()
                ? new Outcome("rolled-back", Failure.NOTHING, "rolled back", Duration.ZERO)
                : exchange.getProperty(OUTCOME, DELIVERED, Outcome.class);
    }

    /** The errors so far, each with its time, a line each; the latest are kept. */
    private static String history(String before, String time, String error) {
        List<String> lines = new ArrayList<>(before.lines().toList());
        lines.add(time + " " + error);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_ERRORS), lines.size()));
    }
}
