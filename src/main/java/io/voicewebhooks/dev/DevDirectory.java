package io.voicewebhooks.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** {@code data-dev}, of one {@code dev} at a time: its owner alone may read it, and Git leaves it alone. */
final class DevDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DevDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes that of a working directory.
     *
     * @throws IllegalStateException if another {@code dev} has it
     */
    static DevDirectory in(Path working) throws IOException {
        Path path = Files.createDirectories(working.resolve("data-dev"));
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        Files.writeString(path.resolve(".gitignore"), "*\n");
        FileChannel lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IllegalStateException("another dev runs in this directory: " + path.toAbsolutePath()
                    + " is in use. Stop that one, or start in another directory");
        }
        return new DevDirectory(path, lock);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // of this process
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // the end of the process gives it back
        }
    }
}
