package io.voicewebhooks.recording;

import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.MediaException;
import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of audio between Twilio and the archive. A recording of any size passes through the disk, never as a whole through
 * memory. What a crash left behind is deleted at the next start: the event that wanted it is still in its queue.
 */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Supplier<Path> place;
    private Path directory;

    /** The spool of a context, below its data directory; nothing is made on the disk before it is opened. */
    public static synchronized Spool of(CamelContext context) {
        Spool known = context.getCamelContextExtension().getContextPlugin(Spool.class);
        if (known == null) {
            Settings settings = Settings.of(context);
            known = new Spool(() -> DataDirectory.make(settings).resolve("spool"));
            context.getCamelContextExtension().addContextPlugin(Spool.class, known);
        }
        return known;
    }

    /** In a directory of its own, which is emptied. */
    public Spool(Supplier<Path> place) {
        this.place = place;
    }

    /** Makes the directory and empties it, once and where it is gone; a recording does it where nobody did before. */
    public synchronized Path open() {
        if (directory == null || Files.notExists(directory)) {
            Path found = place.get();
            try {
                Files.createDirectories(found);
                try (DirectoryStream<Path> left = Files.newDirectoryStream(found)) {
                    for (Path file : left) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the spool " + found + " cannot be used: " + Cause.of(e), e);
            }
            directory = found;
        }
        return directory;
    }

    /**
     * Writes a stream to a new file and digests it on the way.
     *
     * @param name     end of the file's name
     * @param expected length in bytes, or -1 if it is not known
     * @throws IOException if the stream breaks, is empty, or is not as long as expected; no file stays then
     */
    public SpooledRecording write(String name, InputStream audio, long expected) throws IOException {
        Path file = Files.createTempFile(open(), "", "-" + name);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            long bytes;
            try (OutputStream out =
                    new DigestOutputStream(new DigestOutputStream(Files.newOutputStream(file), sha256), md5)) {
                bytes = audio.transferTo(out);
            }
            if (bytes == 0) {
                throw new MediaException("the recording is empty");
            }
            if (expected >= 0 && bytes != expected) {
                throw new MediaException("the recording has " + bytes + " bytes, announced were " + expected);
            }
            return new SpooledRecording(
                    file,
                    bytes,
                    HexFormat.of().formatHex(sha256.digest()),
                    Base64.getEncoder().encodeToString(md5.digest()),
                    false);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256 and MD5", e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Deletes a file when an exchange is done, delivered or not. */
    public static void deleteAfter(Exchange exchange, Path file) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    LOG.warn("the spool file {} could not be deleted: {}", file, Cause.of(e));
                }
            }
        });
    }
}
