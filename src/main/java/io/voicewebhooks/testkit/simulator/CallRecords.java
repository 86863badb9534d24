package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Instant;
import java.util.Map;

/** Is told what Twilio keeps of calls, and tells of by REST: each leg, recording and request. */
public interface CallRecords {
    /** Keeps nothing. */
    CallRecords NONE = new CallRecords() {};

    /**
     * A leg of a call has begun, or is over.
     *
     * @param parameters of a voice request: {@code CallSid}, {@code CallStatus} and so on
     * @param seconds    since it was answered
     */
    default void call(Map<String, String> parameters, long seconds, Instant at) {}

    /**
     * A recording has begun, or is there.
     *
     * @param parameters of a recording status callback, whether anybody asked for one or not
     */
    default void recording(Map<String, String> parameters, Instant at) {}

    /** The application was asked. */
    default void request(String callSid, Webhook webhook, Answer answer, Instant at) {}
}
