package io.voicewebhooks.outbound;

import io.voicewebhooks.archive.S3Clients;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.recording.MediaException;
import io.voicewebhooks.recording.Spool;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.attachment.AttachmentMessage;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The bean {@code voicemailAudio}: gives a mail the audio of a voicemail from the archive, as {@code voice.sink.email.audio}
 * says: attached (up to 7 MiB), or as a link that expires (variable {@code audioLink}), or not at all. Audio that is still
 * encrypted is no use to anybody who reads the mail: it is neither attached nor linked.
 */
public final class VoicemailAudio {
    /** Base64 makes it a third more; many mail servers refuse what is larger than 10 MB. */
    private static final long LARGEST_ATTACHMENT = 7L << 20;
    /** The longest that S3 signs for, https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html. */
    private static final Duration LINK_VALID = Duration.ofDays(7);

    private final Settings settings;
    private final CamelContext context;
    private final Spool spool;

    public VoicemailAudio(CamelContext context) {
        this.context = context;
        this.settings = Settings.of(context);
        this.spool = Spool.of(context);
    }

    /**
     * Before the text is written: sets the variable {@code audioLink}, empty if the audio is attached or left out. A local
     * archive has no links.
     */
    public void link(Exchange exchange, @Variable("event") VoiceEvent event) throws MediaException {
        boolean inS3 = !event.nested("archive", "bucket").isEmpty();
        boolean link = settings.get(Key.EMAIL_AUDIO).equals("link")
                || settings.get(Key.EMAIL_AUDIO).equals("attach") && !fits(event);
        exchange.setVariable("audioLink", link && inS3 && !isEncrypted(event) ? sign(event) : "");
    }

    /**
     * After the text is written: attaches the audio, if it is to be.
     *
     * @throws MediaException         if it cannot be read now
     * @throws UndeliverableException if the archive does not have it any more
     */
    public void attach(Exchange exchange, @Variable("event") VoiceEvent event)
            throws MediaException, UndeliverableException {
        if (settings.get(Key.EMAIL_AUDIO).equals("attach") && fits(event) && !isEncrypted(event)) {
            String key = event.nested("archive", "key");
            String name = key.substring(key.lastIndexOf('/') + 1);
            FileDataSource file = new FileDataSource(file(exchange, event, name).toFile()) {
                @Override
                public String getContentType() {
                    return event.nested("archive", "contentType");
                }
            };
            exchange.getMessage(AttachmentMessage.class).addAttachment(name, new DataHandler(file));
        }
    }

    private static boolean isEncrypted(VoiceEvent event) {
        return event.nested("archive", "encrypted").equals("true");
    }

    private static boolean fits(VoiceEvent event) {
        return Long.parseLong(event.nested("archive", "bytes")) <= LARGEST_ATTACHMENT;
    }

    private Path file(Exchange exchange, VoiceEvent event, String name) throws MediaException, UndeliverableException {
        return event.nested("archive", "bucket").isEmpty() ? local(event) : fetch(exchange, event, name);
    }

    private static Path local(VoiceEvent event) throws UndeliverableException {
        Path file = Path.of(URI.create(event.nested("archive", "uri")));
        if (!Files.exists(file)) {
            throw new UndeliverableException(
                    "the audio is not in the local archive any more: " + event.nested("archive", "key"));
        }
        return file;
    }

    /** A failure of S3 says nothing of the mail server. */
    private Path fetch(Exchange exchange, VoiceEvent event, String name) throws MediaException, UndeliverableException {
        S3Client s3 = context.getRegistry().lookupByNameAndType("s3Client", S3Client.class);
        try (InputStream audio = s3.getObject(
                object -> object.bucket(event.nested("archive", "bucket")).key(event.nested("archive", "key")))) {
            Path file = spool.write(name, audio, Long.parseLong(event.nested("archive", "bytes")))
                    .file();
            Spool.deleteAfter(exchange, file);
            return file;
        } catch (NoSuchKeyException e) {
            throw new UndeliverableException("the audio is not in S3 any more: " + event.nested("archive", "key"));
        } catch (InvalidObjectStateException e) {
            throw new UndeliverableException(
                    "the audio has to be restored in S3 first: " + event.nested("archive", "key"));
        } catch (SdkException | IOException e) {
            throw new MediaException("the audio could not be fetched from S3", e);
        }
    }

    private String sign(VoiceEvent event) throws MediaException {
        try (S3Presigner presigner = S3Clients.presigner(settings)) {
            return presigner
                    .presignGetObject(link -> link.signatureDuration(LINK_VALID)
                            .getObjectRequest(object -> object.bucket(event.nested("archive", "bucket"))
                                    .key(event.nested("archive", "key"))))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw new MediaException("the link to the audio in S3 could not be signed", e);
        }
    }
}
