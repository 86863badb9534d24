package io.voicewebhooks.outbound;

import io.voicewebhooks.config.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How many calls may be placed within an hour. The times of the last ones are in a file, each with the message that asked for
 * it, so that a restart forgets none: the broker in this process does not know that it has delivered a message when the
 * process was killed.
 */
final class CallBudget {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path file;
    private final int most;

    CallBudget(Path file, int most) {
        this.file = file;
        this.most = most;
    }

    /**
     * Takes one, if one is left.
     *
     * @param message its id
     */
    synchronized boolean take(Instant now, String message) throws IOException {
        List<String> taken = taken(now);
        if (taken.size() >= most) {
            return false;
        }
        taken.add((now.toEpochMilli() + " " + message.replaceAll("\\s", "")).strip());
        write(taken);
        return true;
    }

    /** Gives back what was last taken for a message: Twilio has refused the call. */
    synchronized void giveBack(Instant now, String message) throws IOException {
        List<String> taken = taken(now);
        Optional<String> last =
                taken.stream().filter(line -> isOf(line, message)).reduce((one, other) -> other);
        if (last.isPresent()) {
            taken.remove(last.get());
            write(taken);
        }
    }

    private static boolean isOf(String line, String message) {
        return !message.isEmpty() && line.endsWith(" " + message);
    }

    private void write(List<String> taken) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                written,
                taken,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DataDirectory.forceNames(file.toAbsolutePath().getParent());
    }

    /** When one was last taken for a message, within the hour. */
    synchronized Optional<Instant> last(Instant now, String message) throws IOException {
        return taken(now).stream()
                .filter(line -> isOf(line, message))
                .map(CallBudget::time)
                .max(Comparator.naturalOrder());
    }

    private List<String> taken(Instant now) throws IOException {
        List<String> taken = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.matches("\\d{1,15}( .*)?") && time(line).isAfter(now.minus(HOUR))) {
                taken.add(line);
            }
        }
        return taken;
    }

    private static Instant time(String line) {
        return Instant.ofEpochMilli(Long.parseLong(line.replaceFirst(" .*", "")));
    }
}
