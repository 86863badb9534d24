package io.voicewebhooks.reconcile;

import com.twilio.rest.Domains;
import io.voicewebhooks.rest.TwilioApi;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The calls and recordings of an account, as far as an event can be made of each. */
record AccountLists(TwilioApi api) {
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final Set<String> RECORDED = Set.of("completed", "absent", "failed");

    /** Calls that are over. */
    Stream<TwilioResource> calls(Instant endedSince) {
        return list("Calls", "EndTime>", endedSince.toString(), "calls").filter(TwilioResource::isOver);
    }

    Stream<TwilioResource> recordings(Instant since) {
        return recordings("DateCreated>", since.toString());
    }

    Stream<TwilioResource> recordingsOf(String callSid) {
        return recordings("CallSid", callSid)
                .filter(recording -> recording.text("call_sid").equals(callSid));
    }

    private Stream<TwilioResource> recordings(String filter, String value) {
        return list("Recordings", filter, value, "recordings")
                .filter(recording -> RECORDED.contains(recording.text("status")))
                .filter(recording -> recording.text("call_sid").matches(NAME));
    }

    private Stream<TwilioResource> list(String list, String filter, String value, String key) {
        String path = "/2010-04-01/Accounts/" + api.account().sid() + "/" + list + ".json";
        return api.list(Domains.API, path, Map.of(filter, value), key)
                .map(TwilioResource::new)
                .filter(each -> each.text("sid").matches(NAME)
                        && each.text("account_sid").equals(api.account().sid()));
    }
}
