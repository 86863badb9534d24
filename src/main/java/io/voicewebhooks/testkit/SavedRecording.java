package io.voicewebhooks.testkit;

/**
 * A recording that the application archived.
 *
 * @param event {@code recording.archived}
 * @param audio the file in the archive
 */
public record SavedRecording(Event event, byte[] audio) {}
