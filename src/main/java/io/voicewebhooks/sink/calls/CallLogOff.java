package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A note in the data directory that the application runs, or ran, without the call log: what came then is not in the log, and
 * is not lost.
 */
public final class CallLogOff {
    private final boolean off;
    private final Path note;

    public CallLogOff(Settings settings) {
        off = !settings.isOn(Key.CALLS_ENABLED);
        note = settings.dataDir().resolve("calls-off");
    }

    /** Notes it at the start of an application without the log. */
    public void note() throws IOException {
        if (off && !isNoted()) {
            Files.createFile(note);
        }
    }

    public boolean isNoted() {
        return Files.exists(note);
    }

    void forget() throws IOException {
        Files.delete(note);
    }
}
