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
    /** As is that: how the script was called. */
    private static final String COMMAND = "voicewebhooks.command";
    /** And that: a file to make once the application runs. */
    private static final String READY = "voicewebhooks.ready-file";

    private Installation() {}

    /** A file or directory of the working directory, or that of the installation in its place. */
    public static Path path(String name) {
        String home = System.getProperty(HOME);
        Path here = Path.of(name);
        return home == null || Files.exists(here) ? here : Path.of(home, name);
    }

    /** What is typed to run the application: that script, or Java. */
    public static String command() {
        return System.getProperty(COMMAND, "java -jar voice-webhooks.jar");
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
