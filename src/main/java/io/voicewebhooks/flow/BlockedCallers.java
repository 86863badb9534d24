package io.voicewebhooks.flow;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The bean {@code callers}: who is turned away. */
public final class BlockedCallers {
    /** What Twilio sends as From: numbers, addresses, and words such as anonymous. */
    private static final Pattern CALLER = Pattern.compile("\\+?[0-9]+|[A-Za-z]\\S*");

    private final Set<String> blocked;

    /** Of the value of {@code call.blocked}; the message about a wrong one says what is allowed. */
    BlockedCallers(String blocked) {
        this.blocked = FlowBeans.entries(blocked).collect(Collectors.toSet());
        for (String entry : this.blocked) {
            if (!CALLER.matcher(entry).matches()) {
                throw new IllegalArgumentException("call.blocked has \"" + entry
                        + "\"; allowed: callers as Twilio names them, such as +15558675310, sip:alice@pbx.example.com or"
                        + " anonymous, separated by commas");
            }
        }
    }

    /** Whether {@code call.blocked} has the caller of a request, whose parameters are the body of the route. */
    public boolean blocked(Map<String, ?> parameters) {
        return parameters.get("From") instanceof String caller && blocked.contains(caller);
    }
}
