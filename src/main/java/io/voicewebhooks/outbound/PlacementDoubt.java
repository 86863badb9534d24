package io.voicewebhooks.outbound;

import io.voicewebhooks.delivery.FailedDelivery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Message;

/**
 * Whether the call of a message may have been placed by a try before this one, which did not learn of it.
 *
 * @param since no earlier than then, with room for clocks that differ
 * @param last  the last such try; empty if the application has ended during it
 */
record PlacementDoubt(Instant since, Optional<Instant> last) {
    private static final Duration CLOCKS = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * That of a message as it came from its queue; none if it comes for the first time, or no try has got so far.
     *
     * @param begun when a try began here of which nobody knows how it ended
     */
    static Optional<PlacementDoubt> of(Message message, Optional<Instant> begun) {
        List<String> failures = message.getHeader(FailedDelivery.ERRORS, "", String.class)
                .lines()
                .toList();
        // of many failures the first are not told any more, and one of these may be such a try
        boolean cut = message.getHeader(FailedDelivery.ATTEMPTS, 0, Integer.class) > failures.size();
        List<String> told = new ArrayList<>();
        failures.stream()
                .filter(line -> !line.contains(CallPlacement.NOT_PLACED))
                .map(PlacementDoubt::begin)
                .forEach(told::add);
        if (cut) {
            told.add(message.getHeader(FailedDelivery.FIRST_FAILURE, "", String.class));
            failures.stream().limit(1).map(PlacementDoubt::begin).forEach(told::add);
        }
        List<Instant> tries = Stream.concat(told.stream().flatMap(text -> time(text).stream()), begun.stream())
                .sorted()
                .toList();
        boolean again = Boolean.TRUE.equals(message.getHeader("JMSRedelivered", Boolean.class));
        if (tries.isEmpty() && !again) {
            return Optional.empty();
        }
        Instant sent = Instant.ofEpochMilli(message.getHeader("JMSTimestamp", 0L, Long.class));
        Instant first = tries.isEmpty() ? sent : tries.get(0);
        // of such a try no failure tells yet
        Optional<Instant> last =
                again || begun.isPresent() ? Optional.empty() : Optional.of(tries.get(tries.size() - 1));
        return Optional.of(new PlacementDoubt(first.minus(CLOCKS), last));
    }

    /** Whether a message was sent so long ago that nobody expects the call any more. */
    static boolean isLate(Message message) {
        Instant sent = Instant.ofEpochMilli(message.getHeader("JMSTimestamp", Long.MAX_VALUE, Long.class));
        Instant failed = time(message.getHeader(FailedDelivery.FIRST_FAILURE, "", String.class))
                .orElse(sent);
        Instant oldest = Instant.now().minus(LONGEST_WAIT);
        return sent.isBefore(oldest) || failed.isBefore(oldest);
    }

    private static String begin(String line) {
        return line.replaceFirst(" .*", "");
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
