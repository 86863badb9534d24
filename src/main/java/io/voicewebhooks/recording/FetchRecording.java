package io.voicewebhooks.recording;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.RsaKeyFile;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean {@code fetchRecording}: fetches the audio of a {@code recording.completed} event, and decrypts it if Twilio
 * encrypted it and {@code voice.recording.private-key} is set. The body becomes the spool file, the variable
 * {@code recording} the {@link SpooledRecording}; the file is deleted when the exchange is done, delivered or not.
 */
public final class FetchRecording implements Processor, AutoCloseable {
    /** Variable of a route: the audio in the spool. */
    public static final String RECORDING = "recording";

    private final Settings settings;
    private final String format;
    private final RecordingMedia media;
    private final RecordingDecryption decryption;

    FetchRecording(CamelContext context) {
        this(Settings.of(context), Spool.of(context));
    }

    /** With another account and another spool than those of the context. */
    public FetchRecording(Settings settings, Spool spool) {
        this.settings = settings;
        this.format = settings.get(Key.RECORDING_FORMAT);
        this.media = new RecordingMedia(spool, format);
        this.decryption = settings.find(Key.RECORDING_PRIVATE_KEY)
                .map(file -> new RecordingDecryption(privateKey(file), spool))
                .orElse(null);
    }

    private static PrivateKey privateKey(String file) {
        try {
            return RsaKeyFile.read(Path.of(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException(
                    List.of(Key.RECORDING_PRIVATE_KEY + " cannot be read any more: " + e.getMessage()));
        }
    }

    @Override
    public void process(Exchange exchange) throws IOException, UndeliverableException {
        VoiceEvent event = exchange.getVariable(Delivery.EVENT, VoiceEvent.class);
        Account account = account(settings.accounts(), event);
        String details = event.text("EncryptionDetails");
        int channels = "2".equals(event.text("RecordingChannels")) ? 2 : 1;
        SpooledRecording recording = media.fetch(account, event.text("RecordingSid"), channels, !details.isEmpty());
        if (!details.isEmpty()) {
            recording = decryption == null ? recording.asEncrypted() : decrypted(recording, details, event);
        }
        Spool.deleteAfter(exchange, recording.file());
        exchange.setVariable(RECORDING, recording);
        exchange.getMessage().setBody(recording.file().toFile());
    }

    /** The account whose recording an event tells of. */
    public static Account account(Map<String, Account> accounts, VoiceEvent event) throws UndeliverableException {
        Account account = accounts.get(event.accountsid());
        if (account == null) {
            throw new UndeliverableException(
                    "the account of this recording is not configured any more: " + event.accountsid());
        }
        return account;
    }

    private SpooledRecording decrypted(SpooledRecording encrypted, String details, VoiceEvent event)
            throws IOException, UndeliverableException {
        try {
            return decryption.decrypt(
                    encrypted, EncryptionDetails.read(details), event.text("RecordingSid") + "." + format);
        } finally {
            Files.deleteIfExists(encrypted.file());
        }
    }

    @Override
    public void close() throws IOException {
        media.close();
    }
}
