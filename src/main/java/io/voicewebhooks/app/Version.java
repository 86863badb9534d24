package io.voicewebhooks.app;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.jar.JarFile;

/** What runs: the version, and the commit that it was built from, as the manifest of the jar has them. */
public final class Version {
    private Version() {}

    /** For example {@code 0.2.0 (commit 1a2b3c4d5e6f)}; of a build without Git the version alone. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        if (version == null) {
            return "(not in a jar)";
        }
        String commit = commit();
        return commit.isEmpty() ? version : version + " (commit " + commit + ")";
    }

    private static String commit() {
        try (JarFile jar = new JarFile(new File(Version.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()))) {
            return Objects.requireNonNullElse(
                    jar.getManifest().getMainAttributes().getValue("Build-Commit"), "");
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // inside of another archive
            return "";
        }
    }
}
