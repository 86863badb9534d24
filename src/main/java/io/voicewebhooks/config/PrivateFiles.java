package io.voicewebhooks.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the data directory, and what the application has put there, from others who may read it: somebody made the
 * directory beforehand, with the mode that directories usually get.
 */
final class PrivateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
    /** What the application keeps there; anything else belongs to somebody else. */
    private static final Set<String> OURS = Set.of("archive", "closed", "in-use", "journal", "spool");

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Closes a directory that is open to group or others, with a warning. One that holds what is not ours stays as it is. */
    static void close(Path directory) throws IOException {
        if (!Files.getFileStore(directory).supportsFileAttributeView("posix") || !isOpen(directory)) {
            return;
        }
        String found = Key.DATA_DIR + " = " + directory + " is open to others ("
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)) + ")";
        try {
            boolean shared = holdsOthers(directory);
            long files = closeOurs(directory);
            if (shared) {
                LOG.warn("{} and holds what is not ours: give it a directory of its own, with mode 700", found);
            } else {
                closeOne(directory);
                LOG.warn("{}: now it and {} files and directories in it are their owner's alone", found, files);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} and cannot be closed, its owner has to (chmod 700): {}", found, e.getMessage());
        }
    }

    private static boolean isOpen(Path file) throws IOException {
        return !OWNERS.containsAll(Files.getPosixFilePermissions(file));
    }

    private static boolean holdsOthers(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return !entries.allMatch(entry -> OURS.contains(entry.getFileName().toString()));
        }
    }

    private static long closeOurs(Path directory) throws IOException {
        long closed = 0;
        for (String name : OURS) {
            Path ours = directory.resolve(name);
            if (Files.exists(ours) && !Files.isSymbolicLink(ours)) {
                try (Stream<Path> found = Files.walk(ours)) {
                    for (Path file : (Iterable<Path>) found::iterator) {
                        if (!Files.isSymbolicLink(file) && isOpen(file)) {
                            closeOne(file);
                            closed++;
                        }
                    }
                }
            }
        }
        return closed;
    }

    private static void closeOne(Path file) throws IOException {
        Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
        modes.retainAll(OWNERS);
        Files.setPosixFilePermissions(file, modes);
    }
}
