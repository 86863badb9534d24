package io.voicewebhooks.sink.file;

import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.CallsOf;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Forgets calls in the local archive, also in one that the sink does not write to any more. */
final class FileErasure implements EventStore {
    /** {@code <AccountSid>/yyyy/MM/dd/<CallSid>}. */
    private static final int CALL_DEPTH = 5;

    private final CamelContext context;

    FileErasure(CamelContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Set<String> callsOf(String text) throws IOException {
        CallsOf calls = new CallsOf(text);
        for (Path folder : callFolders()) {
            for (Path file : files(folder)) {
                if (file.toString().endsWith(".json")) {
                    try {
                        calls.look(VoiceEventJson.read(Files.readAllBytes(file)));
                    } catch (NoSuchFileException | NotAnEventException e) {
                        // removed meanwhile, or somebody else's
                        continue;
                    }
                }
            }
        }
        return calls.callSids();
    }

    @Override
    public Map<String, Long> erase(Set<String> callSids) throws IOException {
        long removed = 0;
        for (Path folder : callFolders()) {
            if (callSids.contains(folder.getFileName().toString())) {
                for (Path file : files(folder)) {
                    removed += Files.deleteIfExists(file) ? 1 : 0;
                }
                Files.deleteIfExists(folder);
                DataDirectory.forceNames(folder.getParent());
            }
        }
        return removed == 0 ? Map.of() : Map.of("files", removed);
    }

    private List<Path> callFolders() throws IOException {
        Path archive = Settings.of(context).dataDir().resolve("archive");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(archive, CALL_DEPTH)) {
            return found.filter(
                            path -> archive.relativize(path).getNameCount() == CALL_DEPTH && Files.isDirectory(path))
                    .toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
