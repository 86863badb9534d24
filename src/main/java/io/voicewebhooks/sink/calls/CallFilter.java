package io.voicewebhooks.sink.calls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which calls are listed. What is empty or false lets every call through; several values mean any of them.
 *
 * @param numbers     caller or called: a whole number or address as Twilio sent it, or, if it is of digits alone, the last
 *                    ones of a number
 * @param flows       ids of the routes that answered
 * @param callSid     of the call or of one of its legs
 * @param voicemail   only those with a message
 * @param undelivered only those with an event that a sink has not got
 * @param waiting     sinks whose queues have events: of these no try need be known
 * @param after       the call behind which the page begins: the end of the page before
 * @param limit       calls in a page
 */
public record CallFilter(
        List<String> numbers,
        List<String> statuses,
        List<String> flows,
        Optional<String> callSid,
        boolean voicemail,
        boolean undelivered,
        List<Waiting> waiting,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Place> after,
        int limit) {

    /** Values of each kind. A statement has a part for each. */
    public static final int MOST_VALUES = 10;

    /**
     * Where a call stands in the list.
     *
     * @param started milliseconds since 1970
     * @param id      its row
     */
    public record Place(long started, long id) {}

    /**
     * A sink with events in its queue.
     *
     * @param since milliseconds since 1970: no call that began earlier has one of them
     */
    public record Waiting(String sink, long since) {}

    /** The same for another page. */
    public CallFilter page(int calls, Optional<Place> behind) {
        return new CallFilter(
                numbers, statuses, flows, callSid, voicemail, undelivered, waiting, since, until, behind, calls);
    }
}
