package io.voicewebhooks.bench;

import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;

/** A signed webhook about a call that nothing else is about. */
interface Post {
    /**
     * Sends it.
     *
     * @return the status of the answer
     * @throws IOException if nobody answered
     */
    int about(String callSid) throws IOException;

    /** A call status callback. */
    static Post status(LoadClient client, String listener) {
        return callSid -> client.post(listener, callSid, "completed");
    }

    /** A call that comes in. */
    static Post incoming(LoadClient client, String listener) {
        return callSid -> client.post(listener, "/voice/incoming", Twilio.call(callSid));
    }
}
