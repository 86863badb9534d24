package io.voicewebhooks.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A recording that the application archived.
 *
 * @param event {@code recording.archived}
 * @param audio the file in the archive
 */
public record SavedRecording(Event event, byte[] audio) {

    static SavedRecording of(Event event) {
        String uri = event.json().at("/data/archive/uri").asText();
        try {
            return new SavedRecording(event, Files.readAllBytes(Path.of(URI.create(uri))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
