package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the files of the embedded journal are whole, asked before the broker reads them, which skips without a word what
 * it cannot read. An operator who gives up what cannot be read makes the file {@value #ACCEPT} in the journal's directory.
 */
final class JournalDamage {
    /** Name of the file that says: start with what can be read. It holds for one start. */
    static final String ACCEPT = "accept-damage";

    private static final Logger LOG = LoggerFactory.getLogger(JournalDamage.class);

    private static final int MESSAGES_FILE = 10 << 20;
    private static final int BINDINGS_FILE = 1 << 20;

    private JournalDamage() {}

    /**
     * @throws ConfigurationException if events may have been lost
     */
    static void check(Path journal) throws IOException {
        List<String> problems = new ArrayList<>();
        boolean messages = scan(files(journal.resolve("messages"), ".amq"), MESSAGES_FILE, problems);
        boolean bindings = scan(files(journal.resolve("bindings"), ".bindings"), BINDINGS_FILE, problems);
        if (messages != bindings) {
            problems.add(journal + " has only one of messages and bindings; both belong together");
        }
        for (Path page : files(journal.resolve("paging"), ".page")) {
            Path address = page.resolveSibling(PagingStoreFactoryNIO.ADDRESS_FILE);
            if (Files.notExists(address) || Files.size(address) == 0) {
                problems.add(
                        page + " holds events, but " + address + ", which says of which queue, is empty or missing");
            }
        }
        for (Path page : files(journal.resolve("paging"), ".invalidPage")) {
            LOG.warn("{} was damaged; what could be read of it was delivered, see failures.md in the manual", page);
        }
        if (problems.isEmpty()) {
            return;
        }
        if (Files.exists(journal.resolve(ACCEPT))) {
            problems.forEach(problem -> LOG.warn("accepted: {}", problem));
            return;
        }
        problems.add("acknowledged events may be lost. Restore " + journal + " from a copy; or move it away and start"
                + " without the events in it; or make the empty file " + journal.resolve(ACCEPT)
                + " and start with what can still be read");
        throw new ConfigurationException(problems);
    }

    /** Ends what the operator accepted. */
    static void accepted(Path journal) throws IOException {
        Files.deleteIfExists(journal.resolve(ACCEPT));
    }

    /** Adds what is wrong with files. Returns whether there are any. */
    private static boolean scan(List<Path> files, int size, List<String> problems) throws IOException {
        for (Path file : files) {
            DamageScan.problem(file, size).ifPresent(problems::add);
        }
        return !files.isEmpty();
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
