package io.voicewebhooks.sink.twilio;

import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.rest.api.v2010.account.recording.Transcription;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.IncompleteErasureException;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Deletes calls at Twilio: transcriptions of their recordings, the recordings, then the call
 * (<a href="https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource">Delete a Call</a>), which Twilio
 * refuses for a while after its end.
 */
final class TwilioErasure implements EventStore {
    /** <a href="https://www.twilio.com/docs/api/errors/20009">Cannot delete this resource before it is complete</a>. */
    private static final int TOO_EARLY = 20009;

    private static final int NOT_FOUND = 404;
    private static final int TRIES = 3;

    private final CamelContext context;
    private final Duration wait;

    TwilioErasure(CamelContext context, Duration wait) {
        this.context = context;
        this.wait = wait;
    }

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public Set<String> callsOf(String text) {
        Set<String> found = new HashSet<>();
        for (TwilioApi twilio : TwilioApis.of(context).all()) {
            String account = twilio.account().sid();
            Stream.of(Call.reader(account).setFrom(text), Call.reader(account).setTo(text))
                    .flatMap(twilio::list)
                    .map(Call::getSid)
                    .forEach(found::add);
        }
        return found;
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws InterruptedException, IncompleteErasureException {
        Map<String, Long> removed = new TreeMap<>();
        Map<String, TwilioApiException> refused = new TreeMap<>();
        for (TwilioApi twilio : TwilioApis.of(context).all()) {
            for (String call : callSids) {
                try {
                    recordings(twilio, call, removed);
                    count(removed, "calls", call(twilio, call));
                } catch (TwilioApiException e) {
                    // the others are not to wait for this one
                    refused.put(call, e);
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new IncompleteErasureException(
                    refused.values().iterator().next().getMessage() + "; so " + refused.size() + " of "
                            + callSids.size() + " calls may be there still",
                    removed);
        }
        return removed;
    }

    private static void recordings(TwilioApi twilio, String call, Map<String, Long> removed) {
        String account = twilio.account().sid();
        for (Recording recording :
                twilio.list(Recording.reader(account).setCallSid(call)).toList()) {
            String sid = recording.getSid();
            isThere(() -> twilio.list(Transcription.reader(account, sid))
                    .toList()
                    .forEach(text -> {
                        Transcription.deleter(account, sid, text.getSid()).delete(twilio.client());
                        count(removed, "transcriptions", true);
                    }));
            count(removed, "recordings", isThere(() -> Recording.deleter(account, sid)
                    .delete(twilio.client())));
        }
    }

    private boolean call(TwilioApi twilio, String call) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return isThere(() -> Call.deleter(twilio.account().sid(), call).delete(twilio.client()));
            } catch (TwilioApiException e) {
                if (e.getCode() == null || e.getCode() != TOO_EARLY || tries == TRIES) {
                    throw e;
                }
                Thread.sleep(wait.toMillis());
            }
        }
    }

    /** Whether it was there; another account may have it. */
    private static boolean isThere(Runnable deletion) {
        try {
            deletion.run();
            return true;
        } catch (TwilioApiException e) {
            if (e.getStatusCode() == null || e.getStatusCode() != NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    private static void count(Map<String, Long> removed, String kind, boolean done) {
        if (done) {
            removed.merge(kind, 1L, Long::sum);
        }
    }
}
