package io.voicewebhooks.recording;

import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a {@link Spool} where there is no data directory: a directory that only its owner may read, below that for
 * temporary files. A lock says that somebody has it. What a process left there that is gone, the next one deletes.
 */
public final class TemporarySpool implements Supplier<Path>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporarySpool.class);
    private static final String NAME = "voice-recordings-";
    private static final String LOCK = "in-use";

    private Path directory;
    private FileChannel lock;

    /** Makes the directory; again where somebody tidied up. */
    @Override
    public Path get() {
        // locks are those of a process: two of these must not ask for one at once
        synchronized (TemporarySpool.class) {
            if (directory == null || Files.notExists(directory)) {
                try {
                    do {
                        close();
                        directory = Files.createTempDirectory(NAME);
                        lock = FileChannel.open(
                                directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                        lock.lock();
                        // where another process had it first, it is gone
                    } while (Files.notExists(directory));
                    deleteLeft(directory);
                } catch (IOException e) {
                    throw new UncheckedIOException("no directory for recordings can be made: " + Cause.of(e), e);
                }
            }
            return directory.resolve("spool");
        }
    }

    /** Of the same owner, and not in use. One without a lock has only just been made. */
    private static void deleteLeft(Path ours) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ours.getParent(), NAME + "*")) {
            for (Path other : all) {
                if (!other.equals(ours)
                        && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ours))) {
                    deleteUnused(other);
                }
            }
        }
    }

    private static void deleteUnused(Path other) {
        Path file = other.resolve(LOCK);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    delete(other);
                }
            } catch (OverlappingFileLockException e) {
                LOG.debug("{} is used by this process", other);
            } catch (IOException | UncheckedIOException e) {
                LOG.warn(
                        "{} holds recordings that nobody needs any more, and cannot be deleted: {}",
                        other,
                        Cause.of(e));
            }
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
        if (directory != null && Files.exists(directory)) {
            delete(directory);
        }
    }
}
