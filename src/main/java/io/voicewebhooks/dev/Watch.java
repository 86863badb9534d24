package io.voicewebhooks.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits until files are saved. It looks at sizes and times, as the notices of file systems do not come over mounts (a
 * folder that is shared with a container, for example), nor in time on every system.
 */
final class Watch {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Editors write a file in several steps, and people save several files. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private record Stamp(long size, FileTime time) {}

    private final Path directory;
    private Map<Path, Stamp> seen;

    Watch(Path directory) {
        this.directory = directory;
        this.seen = stamps();
    }

    /** Waits for a save; returns what is there then. */
    UserFiles next() throws InterruptedException {
        while (true) {
            Thread.sleep(LOOK.toMillis());
            Map<Path, Stamp> now = stamps();
            if (!now.equals(seen)) {
                seen = quiet(now);
                try {
                    return UserFiles.read(directory);
                } catch (IOException e) {
                    // a file is gone, or not readable yet: it is another change
                    seen = Map.of();
                }
            }
        }
    }

    private Map<Path, Stamp> quiet(Map<Path, Stamp> changed) throws InterruptedException {
        Map<Path, Stamp> last = changed;
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            Thread.sleep(LOOK.toMillis());
            Map<Path, Stamp> now = stamps();
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        try {
            for (Path file : UserFiles.paths(directory)) {
                stamps.put(file, new Stamp(Files.size(file), Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            // something is being replaced: it is looked at again
            stamps.clear();
        }
        return stamps;
    }
}
