package io.voicewebhooks.sink.email;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.MediaException;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.ArchivedRecording;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.recording.Spool;
import io.voicewebhooks.sink.s3.S3Clients;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.IOException;
import java.io.InputStream;
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

    VoicemailAudio(CamelContext context) {
        this.context = context;
        this.settings = Settings.of(context);
        this.spool = Spool.of(context);
    }

    /**
     * Before the text is written: sets the variable {@code audioLink}, empty if the audio is attached or left out. A local
     * archive has no links.
     */
    public void link(Exchange exchange, @Variable("event") VoiceEvent event)
            throws MediaException, UndeliverableException {
        ArchivedRecording audio = archived(event);
        String how = settings.get(Key.EMAIL_AUDIO);
        boolean link = how.equals("link") || how.equals("attach") && !fits(audio);
        boolean inS3 = !audio.bucket().isEmpty();
        exchange.setVariable("audioLink", link && inS3 && !audio.encrypted() ? sign(audio) : "");
    }

    /**
     * After the text is written: attaches the audio, if it is to be.
     *
     * @throws MediaException         if it cannot be read now
     * @throws UndeliverableException if the archive does not have it any more
     */
    public void attach(Exchange exchange, @Variable("event") VoiceEvent event)
            throws MediaException, UndeliverableException {
        ArchivedRecording audio = archived(event);
        if (settings.get(Key.EMAIL_AUDIO).equals("attach") && fits(audio) && !audio.encrypted()) {
            Path file = audio.bucket().isEmpty() ? local(audio) : fetch(exchange, audio);
            FileDataSource attached = new FileDataSource(file.toFile()) {
                @Override
                public String getContentType() {
                    return audio.contentType();
                }
            };
            exchange.getMessage(AttachmentMessage.class).addAttachment(audio.fileName(), new DataHandler(attached));
        }
    }

    /** Only our own archive is looked into: whoever can write to the queue could name any object or file otherwise. */
    private ArchivedRecording archived(VoiceEvent event) throws UndeliverableException {
        ArchivedRecording audio = ArchivedRecording.of(event);
        Path directory = settings.dataDir().resolve("archive");
        boolean ours = audio.bucket().isEmpty()
                ? directory.resolve(audio.key()).normalize().startsWith(directory)
                : audio.bucket().equals(settings.get(Key.S3_BUCKET));
        if (!ours) {
            throw new UndeliverableException("the audio of this recording is not in the archive that is configured");
        }
        return audio;
    }

    private static boolean fits(ArchivedRecording audio) {
        return audio.bytes() <= LARGEST_ATTACHMENT;
    }

    private Path local(ArchivedRecording audio) throws UndeliverableException {
        Path file = settings.dataDir().resolve("archive").resolve(audio.key());
        if (!Files.exists(file)) {
            throw new UndeliverableException("the audio is not in the local archive any more: " + audio.key());
        }
        return file;
    }

    /** A failure of S3 says nothing of the mail server. */
    private Path fetch(Exchange exchange, ArchivedRecording audio) throws MediaException, UndeliverableException {
        S3Client s3 = context.getRegistry().lookupByNameAndType("s3Client", S3Client.class);
        try (InputStream content =
                s3.getObject(object -> object.bucket(audio.bucket()).key(audio.key()))) {
            Path file = spool.write(audio.fileName(), content, audio.bytes()).file();
            Spool.deleteAfter(exchange, file);
            return file;
        } catch (NoSuchKeyException e) {
            throw new UndeliverableException("the audio is not in S3 any more: " + audio.key());
        } catch (InvalidObjectStateException e) {
            throw new UndeliverableException("the audio has to be restored in S3 first: " + audio.key());
        } catch (SdkException | IOException e) {
            throw new MediaException("the audio could not be fetched from S3", e);
        }
    }

    private String sign(ArchivedRecording audio) throws MediaException {
        try (S3Presigner presigner = S3Clients.presigner(settings)) {
            return presigner
                    .presignGetObject(link -> link.signatureDuration(LINK_VALID)
                            .getObjectRequest(
                                    object -> object.bucket(audio.bucket()).key(audio.key())))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw new MediaException("the link to the audio in S3 could not be signed", e);
        }
    }
}
