package io.voicewebhooks.config;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of journal, spool and local archive: it holds callers' words, so only its owner may read it. */
public final class DataDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    /** What the application keeps there; anything else belongs to somebody else. */
    private static final Set<String> OURS = Set.of(
            "archive",
            "calls-placed",
            "calls-placed.new",
            "calls.db",
            "calls.db-shm",
            "calls.db-wal",
            "calls-off",
            "closed",
            "in-use",
            "journal",
            "spool",
            "sqlite");

    /** Damaged call logs, and the archive of classes of {@code bin/voice-webhooks}. */
    private static final Pattern OURS_TOO = Pattern.compile("calls\\.db\\.damaged-.*|classes-\\d+\\.jsa(\\.ready)?");

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    /** Those that were there already, so that each is spoken of once. */
    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    private DataDirectory() {}

    /**
     * Makes the directory with mode 0700 where it is missing, and gives this mode to one that others may read.
     *
     * @throws ConfigurationException if it cannot be made or written
     */
    public static Path make(Settings settings) {
        Path directory = settings.dataDir();
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(directory, OWNERS);
                }
            } else if (Files.isDirectory(directory) && SEEN.add(directory)) {
                close(directory);
            }
        } catch (IOException e) {
            throw new ConfigurationException(Key.DATA_DIR + " = " + directory + " cannot be made: " + e);
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new ConfigurationException(
                    Key.DATA_DIR + " = " + directory + "; allowed: a directory that can be written");
        }
        return directory;
    }

    /**
     * Takes the directory for this instance, until the returned lock is closed or the process ends.
     *
     * @throws ConfigurationException if another instance has it
     */
    public static Closeable take(Settings settings) {
        Path file = make(settings).resolve("in-use");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new ConfigurationException(Key.DATA_DIR + ": " + file + " cannot be locked: " + e);
        }
        throw new ConfigurationException(
                Key.DATA_DIR + " = " + file.getParent() + " is used by another instance; give each its own directory");
    }

    /**
     * Has the disk take the names in a directory. To force a file to the disk is not enough where the file got its name
     * afterwards, as <a href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a> says.
     */
    public static void forceNames(Path directory) throws IOException {
        // Windows opens no directory, and keeps names itself
        if (File.separatorChar == '/') {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

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
            return !entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name ->
                            OURS.contains(name) || OURS_TOO.matcher(name).matches());
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
