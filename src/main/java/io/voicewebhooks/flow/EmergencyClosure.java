package io.voicewebhooks.flow;

import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code closure}: an emergency closure, which is switched on and off while the application runs. It is on as long
 * as the file {@code closed} is in the data directory. What the file holds, if anything, is what callers hear.
 */
public final class EmergencyClosure {
    private static final Logger LOG = LoggerFactory.getLogger(EmergencyClosure.class);
    /** Bytes; Twilio speaks about so many characters. */
    private static final int LONGEST = 4000;

    private final Path file;

    EmergencyClosure(Path dataDirectory) {
        this.file = dataDirectory.resolve("closed");
    }

    /** Whether the line is closed now. */
    public boolean closed() {
        return Files.exists(file);
    }

    /** What the file says, in UTF-8; empty where it says nothing or is gone by now. */
    public String text() {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            if (closed()) {
                LOG.warn("{} cannot be read, callers hear the standard text: {}", file, Cause.of(e));
            }
            return "";
        }
    }
}
