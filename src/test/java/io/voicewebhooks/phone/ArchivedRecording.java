package io.voicewebhooks.phone;

/**
 * A recording that the application archived.
 *
 * @param event {@code recording.archived}
 * @param audio the file in the archive
 */
public record ArchivedRecording(Event event, byte[] audio) {}
