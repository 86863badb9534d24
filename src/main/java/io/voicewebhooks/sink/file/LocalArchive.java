package io.voicewebhooks.sink.file;

import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.ArchiveKey;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.recording.SpooledRecording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code localArchive}: names the files of the archive below the data directory, has the disk take them, and removes
 * old days.
 */
public final class LocalArchive {
    private static final Logger LOG = LoggerFactory.getLogger(LocalArchive.class);
    /** {@code <AccountSid>/yyyy/MM/dd}. */
    private static final int DAY_DEPTH = 4;

    private final VoiceEvents events;
    private final Path directory;
    private final Duration keep;
    private final String format;
    private final Clock clock;

    LocalArchive(CamelContext context) {
        this(new VoiceEvents(Settings.of(context)), Settings.of(context), Clock.systemUTC());
    }

    LocalArchive(VoiceEvents events, Settings settings, Clock clock) {
        this.events = events;
        this.directory = settings.dataDir().resolve("archive");
        this.keep = settings.duration(Key.FILE_KEEP);
        this.format = settings.get(Key.RECORDING_FORMAT);
        this.clock = clock;
    }

    /** Names the file of the event's JSON, which is the body. */
    public void eventFile(Exchange exchange, @Variable("event") VoiceEvent event) {
        exchange.getMessage().setHeader(Exchange.FILE_NAME, ArchiveKey.ofEvent(event));
    }

    /** Names the file of the audio, which is the body. */
    public void recordingFile(
            Exchange exchange, @Variable("event") VoiceEvent event, @Variable("recording") SpooledRecording recording) {
        exchange.getMessage().setHeader(Exchange.FILE_NAME, ArchiveKey.ofRecording(event, recording.extension(format)));
    }

    /**
     * Has the disk take the file that was just written, and the names that lead to it. The file component leaves both to
     * the operating system: Camel 4.18.0 has the option {@code forceWrites} and does nothing with it.
     */
    public void force(@Header(Exchange.FILE_NAME) String name) throws IOException {
        Path file = directory.resolve(name);
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.force(true);
        }
        for (Path parent = file.getParent(); !parent.equals(directory.getParent()); parent = parent.getParent()) {
            DataDirectory.forceNames(parent);
        }
    }

    /**
     * Compares the file with what was fetched and makes the event {@code recording.archived}.
     *
     * @throws IOException if its digest differs
     */
    public VoiceEvent archived(@Variable("event") VoiceEvent event, @Variable("recording") SpooledRecording recording)
            throws IOException {
        String key = ArchiveKey.ofRecording(event, recording.extension(format));
        Path file = directory.resolve(key);
        String sha256 = sha256(file);
        if (!sha256.equals(recording.sha256())) {
            throw new IOException(file + " has " + Files.size(file) + " bytes with SHA-256 " + sha256
                    + ", fetched were " + recording.bytes() + " bytes with " + recording.sha256());
        }
        return events.archived(event, recording.archived(file.toUri().toString(), "", key, format));
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream content =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            content.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Removes every day of which nothing came into the archive within {@code voice.sink.file.keep}. What is archived late
     * has an old day, and may be the only copy.
     */
    public void removeOldDays() throws IOException {
        if (Files.isDirectory(directory)) {
            Instant oldest = clock.instant().minus(keep);
            LocalDate oldestDay = LocalDate.ofInstant(oldest, ZoneOffset.UTC);
            try (Stream<Path> found = Files.walk(directory, DAY_DEPTH)) {
                for (Path day : found.filter(path -> isBefore(path, oldestDay)).toList()) {
                    try {
                        removeIfWrittenBefore(day, oldest);
                    } catch (IOException e) {
                        LOG.error("{} cannot be removed from the archive, though it is too old: {}", day, e.toString());
                    }
                }
            }
        }
    }

    private boolean isBefore(Path path, LocalDate oldest) {
        Path relative = directory.relativize(path);
        if (relative.getNameCount() != DAY_DEPTH) {
            return false;
        }
        try {
            return LocalDate.parse(relative.getName(1) + "-" + relative.getName(2) + "-" + relative.getName(3))
                    .isBefore(oldest);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void removeIfWrittenBefore(Path day, Instant oldest) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(day)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            if (Files.isRegularFile(file)
                    && !Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                return;
            }
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
        LOG.info("removed {} from the archive, it is older than {}", directory.relativize(day), keep);
    }
}
