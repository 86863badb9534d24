package io.voicewebhooks.event;

import java.util.regex.Pattern;

/**
 * The names under which events and recordings are kept, in S3 and in the local archive. The date is the event's own, in
 * UTC, so that a delivery which is repeated a day later gets the same name. Whatever a stranger wrote is limited to
 * {@code [A-Za-z0-9_-]}: Camel evaluates S3 keys as Simple expressions, and a file system has its own ideas of dots.
 */
public final class ArchiveKey {
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int LONGEST = 64;

    private ArchiveKey() {}

    /** {@code AC…/yyyy/MM/dd/CA…/<eventId>.json}. */
    public static String ofEvent(VoiceEvent event) {
        return folder(event) + "/" + part(event.id()) + ".json";
    }

    /** {@code AC…/yyyy/MM/dd/CA…/RE….wav}; {@code CF…} instead of {@code CA…} if a conference was recorded. */
    public static String ofRecording(VoiceEvent event, String extension) {
        return folder(event) + "/" + part(event.text("RecordingSid")) + "." + extension;
    }

    private static String folder(VoiceEvent event) {
        String day = event.time().substring(0, 10).replace('-', '/');
        return part(event.accountsid()) + "/" + day + "/" + part(event.partitionkey());
    }

    /** A text of a stranger as part of a name or of metadata. */
    public static String part(String text) {
        String safe = NOT_ALLOWED.matcher(text).replaceAll("_");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST);
    }
}
