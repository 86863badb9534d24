package io.voicewebhooks.outbound;

import io.voicewebhooks.delivery.FailedDelivery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The call of a request may have been placed by a try before this one, which did not learn of it. The times of such tries
 * travel with the request, whatever fails after them, and to whoever redrives it.
 *
 * @param first begin of the first such try
 * @param last  the same of the last one; the first where there is only one
 * @param open  whether the application has ended during the last one
 */
record PlacementDoubt(Instant first, Instant last, boolean open) {
    private static final Duration CLOCKS = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final String KEPT = "voicePlacementDoubt";

    /**
     * That of a message as it came from its queue; none if it comes for the first time, or no try has got so far.
     *
     * @param begun when a try began here of which nobody knows how it ended
     */
    static Optional<PlacementDoubt> of(Message message, Optional<Instant> begun) {
        boolean again = Boolean.TRUE.equals(message.getHeader("JMSRedelivered", Boolean.class));
        Stream<Instant> told = Stream.of(message.getHeader(CallPlacement.MAY_BE_PLACED, "", String.class)
                        .split(" "))
                .flatMap(text -> time(text).stream());
        List<Instant> tries = Stream.concat(told, begun.stream()).sorted().toList();
        if (tries.isEmpty() && !again) {
            return Optional.empty();
        }
        Instant sent = Instant.ofEpochMilli(message.getHeader("JMSTimestamp", 0L, Long.class));
        boolean open = again || begun.isPresent();
        Instant last = open ? Instant.now() : tries.get(tries.size() - 1);
        return Optional.of(new PlacementDoubt(tries.isEmpty() ? sent : tries.get(0), last, open));
    }

    /** Now it may be placed, too. */
    static PlacementDoubt begin(Optional<PlacementDoubt> before) {
        Instant now = Instant.now();
        return new PlacementDoubt(before.map(PlacementDoubt::first).orElse(now), now, false);
    }

    /** No earlier than this the call was placed, by any clock. */
    Instant since() {
        return first.minus(CLOCKS);
    }

    /** Notes what the message of an exchange is to bring to the next try. */
    static void keep(Optional<PlacementDoubt> doubt, Exchange exchange) {
        exchange.setProperty(
                KEPT, doubt.map(each -> each.first() + " " + each.last()).orElse(null));
    }

    /** What was noted, for {@link CallPlacement#MAY_BE_PLACED}; null for nothing. */
    static String kept(Exchange exchange) {
        return exchange.getProperty(KEPT, String.class);
    }

    /** Whether a message was sent so long ago that nobody expects the call any more. */
    static boolean isLate(Message message) {
        Instant sent = Instant.ofEpochMilli(message.getHeader("JMSTimestamp", Long.MAX_VALUE, Long.class));
        Instant failed = time(message.getHeader(FailedDelivery.FIRST_FAILURE, "", String.class))
                .orElse(sent);
        Instant oldest = Instant.now().minus(LONGEST_WAIT);
        return sent.isBefore(oldest) || failed.isBefore(oldest);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
