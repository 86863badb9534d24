package io.voicewebhooks.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An event that stands for a webhook of Twilio's which never came. It says in {@code data.recovered} what it was made of, and
 * its id depends on what it stands for alone, on the kind and the SID of its subject, so that it is the same however often it
 * is made. A webhook that comes after it is an event of its own, and names it in {@code data.recoveredAs}.
 */
public final class RecoveredEvent {
    /** Of {@code data}: what it was made of. */
    public static final String FROM = "recovered";
    /** Of {@code data}: the id of the event that was made in its place. */
    public static final String AS = "recoveredAs";

    /** What the application itself makes of others. */
    private static final Set<String> OURS = Set.of("call.missed", "call.placed", "recording.archived");

    private RecoveredEvent() {}

    /** The id of the event that stands for a lost one. */
    public static String id(String kind, String subject) {
        return EventId.of("recovered\n" + kind + "\n" + subject);
    }

    /**
     * The event that stands for a lost one.
     *
     * @param lost as it would have been
     * @param from what it is made of: {@code call-events}, {@code alert} or {@code resource}
     */
    public static VoiceEvent of(VoiceEvent lost, String from) {
        return copy(lost, id(lost.kind(), lost.subject()), lost.time(), FROM, from);
    }

    /** The same event at another time, in RFC 3339. */
    public static VoiceEvent at(VoiceEvent recovered, String time) {
        return copy(recovered, recovered.id(), time, FROM, recovered.text(FROM));
    }

    /** The event of a webhook that came after the event with an id was made in its place. */
    public static VoiceEvent late(VoiceEvent genuine, String recovered) {
        return copy(genuine, genuine.id(), genuine.time(), AS, recovered);
    }

    /** Whether one can have been made in its place. */
    public static boolean canStandFor(VoiceEvent event) {
        return (event.kind().startsWith("call.") || event.kind().startsWith("recording."))
                && !OURS.contains(event.kind())
                && !event.data().containsKey(FROM);
    }

    private static VoiceEvent copy(VoiceEvent event, String id, String time, String name, String value) {
        Map<String, Object> data = new LinkedHashMap<>(event.data());
        data.put(name, value);
        return new VoiceEvent(
                id,
                event.source(),
                event.type(),
                event.subject(),
                time,
                event.callsid(),
                event.accountsid(),
                event.sequence(),
                event.partitionkey(),
                data);
    }
}
