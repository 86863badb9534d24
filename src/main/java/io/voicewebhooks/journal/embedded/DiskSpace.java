package io.voicewebhooks.journal.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/**
 * How full the disk of the embedded journal may become. Webhooks are refused from the limit on; what is stored already is
 * still delivered, which is what makes room.
 */
final class DiskSpace {
    /** Global option of the context: per cent of the disk, read again and again. */
    static final String LIMIT_OPTION = "voiceJournalMaxDiskUsage";

    private static final int DEFAULT_LIMIT = 90;
    /** A broker that starts makes files of 10 MiB and must be able to go on. */
    private static final long ROOM_TO_START = 48L << 20;

    private final CamelContext context;
    private final Path directory;

    DiskSpace(CamelContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    /** Why no more events are taken, or {@code null}. */
    String problem() throws IOException {
        double used = 100 * used();
        String option = context.getGlobalOption(LIMIT_OPTION);
        int limit = option == null ? DEFAULT_LIMIT : Integer.parseInt(option);
        return used < limit
                ? null
                : String.format(
                        "the disk of %s is %.0f %% full; no events are taken from %d %% on", directory, used, limit);
    }

    /** As {@code df} counts, from 0 to 1: space that is reserved for others is not used. */
    private double used() throws IOException {
        FileStore disk = Files.getFileStore(directory);
        double occupied = disk.getTotalSpace() - disk.getUnallocatedSpace();
        return occupied / Math.max(1, occupied + disk.getUsableSpace());
    }

    /** The same; not a number where the disk does not say. */
    double usedIfKnown() {
        try {
            return used();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    boolean roomToStart() throws IOException {
        return Files.getFileStore(directory).getUsableSpace() >= ROOM_TO_START;
    }
}
