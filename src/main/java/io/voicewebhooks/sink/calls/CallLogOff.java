package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note in the data directory that the application runs, or ran, without the call log: what came then is not in the log, and
 * is not lost.
 */
public final class CallLogOff {
    private static final Logger LOG = LoggerFactory.getLogger(CallLogOff.class);

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

    /** Notes that it is on again. False where that cannot be: what is lost is not looked for then. */
    boolean forget() {
        try {
            Files.deleteIfExists(note);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be deleted: {}; it says that the call log is off, so nothing that was lost is looked for:"
                            + " delete it",
                    note,
                    Cause.of(e));
            return false;
        }
    }
}
