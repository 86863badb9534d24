package io.voicewebhooks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where {@code bin/voice-webhooks} was unpacked, as it says in the system property {@value #HOME}: whatever of
 * {@code application.properties} and {@code routes/} the working directory has not is read there.
 */
public final class Installation {
    private static final String HOME = "voicewebhooks.home";
    /** System property of that script: a file to make once the application runs. */
    private static final String READY = "voicewebhooks.ready-file";

    private Installation() {}

    /** Whether the application was started by that script. */
    public static boolean isUsed() {
        return System.getProperty(HOME) != null;
    }

    /** A file or directory of the working directory, or that of the installation in its place. */
    public static Path path(String name) {
        Path here = Path.of(name);
        return !isUsed() || Files.exists(here) ? here : Path.of(System.getProperty(HOME), name);
    }

    /** Tells the script that the archive of classes, which the JVM writes in the end, will have those that a start needs. */
    public static void ready() {
        String file = System.getProperty(READY);
        try {
            if (file != null) {
                Files.createFile(Path.of(file));
            }
        } catch (IOException e) {
            // the next run makes another archive
        }
    }
}
