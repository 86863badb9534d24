package io.voicewebhooks.sink.twilio;

import com.twilio.rest.api.v2010.account.Recording;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.recording.FetchRecording;
import io.voicewebhooks.recording.RecordingMedia;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code deleteRecording}: deletes Twilio's copy of a recording whose archived copy is verified, with its media at
 * once and for good
 * (<a href="https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource">Delete a Recording</a>).
 */
public final class DeleteRecording {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteRecording.class);

    private final Map<String, Account> accounts;
    private final TwilioApis twilio;

    DeleteRecording(CamelContext context) {
        this.accounts = Settings.of(context).accounts();
        this.twilio = TwilioApis.of(context);
    }

    /**
     * Deletes the recording of an event {@code recording.archived}. One that Twilio does not have any more is deleted; one
     * that Twilio lists, and of which nothing says that it was to be reported here, is left.
     *
     * @throws UndeliverableException if the event does not say that the recording was archived, or its account is not ours
     * @throws IOException            if Twilio refuses
     * @throws TwilioApiException     if Twilio cannot be reached
     */
    public void delete(@Variable("event") VoiceEvent event) throws UndeliverableException, IOException {
        String recording = event.text("RecordingSid");
        if (!event.kind().equals("recording.archived")
                || event.nested("archive", "sha256").isEmpty()
                || !RecordingMedia.isSid(recording)) {
            throw new UndeliverableException("the recording " + LogText.of(recording)
                    + " is not deleted at Twilio: this event does not say that a copy of it is archived");
        }
        if (event.text(RecoveredEvent.FROM).equals("resource")) {
            LOG.info("recording {} is archived and stays at Twilio: it may be another's", recording);
            return;
        }
        Account account = FetchRecording.account(accounts, event);
        try {
            Recording.deleter(account.sid(), recording)
                    .delete(twilio.of(account.sid()).client());
            LOG.info("recording {} is archived and was deleted at Twilio", recording);
        } catch (TwilioApiException e) {
            if (e.getStatusCode() == null) {
                throw e;
            }
            if (e.getStatusCode() != 404) {
                throw new IOException(e.getMessage());
            }
            LOG.info("recording {} is archived, Twilio does not have it any more", recording);
        }
    }
}
