package io.voicewebhooks.event;

import java.util.Map;
import java.util.Set;

/**
 * A place that keeps what is known of calls, and can forget them: the call log, an archive. One of your own joins with
 * {@link EventStores#add}.
 */
public interface EventStore {
    /** As a receipt names it: {@code file}, {@code s3}; that of a sink has the sink's name. */
    String name();

    /** Whether it can be asked; a place that is switched off is left out, and the receipt says so. */
    default boolean isOn() {
        return true;
    }

    /**
     * The CallSids of the calls whose events name a number as an end of the call, or of a call itself, and of the legs of such
     * calls, as far as this place knows them.
     *
     * @param text a number as it stands in the events, for example {@code +15551230000} or {@code sip:alice@example.com}, or a
     *             CallSid
     */
    Set<String> callsOf(String text) throws Exception;

    /**
     * Removes what is kept of calls, for good. It may be asked again for calls that it has removed.
     *
     * @return how much of what was there: {@code {files: 7}}
     * @throws IncompleteErasureException if something of them may still be there, and how much is gone
     * @throws Exception                  if all of it may still be there
     */
    Map<String, Long> erase(Set<String> callSids) throws Exception;

    /**
     * Removes a number where it stands in something that is of other calls, or of none: TwiML that dials it, a request for a
     * call. What is of its own calls is gone then.
     *
     * @return how much: {@code {requests: 1}}
     * @throws Exception as {@link #erase} does
     */
    default Map<String, Long> eraseNumber(String number) throws Exception {
        return Map.of();
    }
}
