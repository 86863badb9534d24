package io.voicewebhooks.event;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the calls of a number, or of a CallSid, among events, which come in any order. Only what tells an end of a call counts:
 * a short number may also be a duration, or what somebody pressed.
 */
public final class CallsOf {
    private static final List<String> ENDS = List.of("From", "To", "Caller", "Called", "ForwardedFrom");
    /** Of the context, where a callback names no number itself. */
    private static final List<String> ENDS_OF_CONTEXT = List.of("from", "to");

    private final String text;
    private final Set<String> found = new HashSet<>();
    private final Map<String, Set<String>> legs = new HashMap<>();

    /**
     * @param text as it stands in the events
     */
    public CallsOf(String text) {
        this.text = text;
    }

    /** Looks at an event; one that has no call is none of anybody's. */
    public void look(VoiceEvent event) {
        if (event.callsid() != null) {
            if (isOf(event)) {
                found.add(event.callsid());
            }
            String parent = event.text("ParentCallSid");
            if (!parent.isEmpty()) {
                legs.computeIfAbsent(parent, sid -> new HashSet<>()).add(event.callsid());
            }
        }
    }

    private boolean isOf(VoiceEvent event) {
        return text.equals(event.callsid())
                || ENDS.stream().anyMatch(name -> text.equals(event.text(name)))
                || ENDS_OF_CONTEXT.stream().anyMatch(name -> text.equals(event.nested("context", name)));
    }

    /** The CallSids, those of legs among them. */
    public Set<String> callSids() {
        Set<String> all = new HashSet<>(found);
        found.forEach(call -> all.addAll(legs.getOrDefault(call, Set.of())));
        return all;
    }
}
