package io.voicewebhooks.recording;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean {@code fetchRecording}: fetches the audio of a {@code recording.completed} event. The body becomes the spool
 * file, the variable {@code recording} the {@link SpooledRecording}; the file is deleted when the exchange is done,
 * delivered or not.
 */
public final class FetchRecording implements Processor {
    /** Variable of a route: the audio in the spool. */
    public static final String RECORDING = "recording";

    private final Settings settings;
    private final RecordingMedia media;

    public FetchRecording(CamelContext context) {
        this.settings = Settings.of(context);
        this.media = new RecordingMedia(Spool.of(context), settings.get(Key.RECORDING_FORMAT));
    }

    @Override
    public void process(Exchange exchange) throws IOException, UndeliverableException {
        VoiceEvent event = exchange.getVariable(Delivery.EVENT, VoiceEvent.class);
        Account account = settings.accounts().get(event.accountsid());
        if (account == null) {
            throw new UndeliverableException(
                    "the account of this recording is not configured any more: " + event.accountsid());
        }
        int channels = "2".equals(event.text("RecordingChannels")) ? 2 : 1;
        SpooledRecording recording = media.fetch(account, event.text("RecordingSid"), channels);
        Spool.deleteAfter(exchange, recording.file());
        exchange.setVariable(RECORDING, recording);
        exchange.getMessage().setBody(recording.file().toFile());
    }
}
