package io.voicewebhooks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The directory of journal, spool and local archive: it holds callers' words, so only its owner may read it. */
public final class DataDirectory {
    private DataDirectory() {}

    /**
     * Makes the directory with mode 0700 where it is missing.
     *
     * @throws ConfigurationException if it cannot be made or written
     */
    public static Path make(Settings settings) {
        Path directory = settings.dataDir();
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(List.of(Key.DATA_DIR + " = " + directory + " cannot be made: " + e));
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new ConfigurationException(
                    List.of(Key.DATA_DIR + " = " + directory + "; allowed: a directory that can be written"));
        }
        return directory;
    }
}
