package io.voicewebhooks.sink.twilio;

import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Recording;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.http.TimedHttpClient;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.recording.FetchRecording;
import io.voicewebhooks.recording.RecordingMedia;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code deleteRecording}: deletes Twilio's copy of a recording whose archived copy is verified, with its media at
 * once and for good
 * (<a href="https://www.twilio.com/docs/voice/api/recording#delete-a-recording-resource">Delete a Recording</a>).
 */
public final class DeleteRecording implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteRecording.class);

    private final Map<String, Account> accounts;
    private final Map<String, TwilioRestClient> clients = new ConcurrentHashMap<>();

    DeleteRecording(CamelContext context) {
        this.accounts = Settings.of(context).accounts();
    }

    /**
     * Deletes the recording of an event {@code recording.archived}. One that Twilio does not have any more is deleted.
     *
     * @throws UndeliverableException if the event does not say that the recording was archived, or its account is not ours
     * @throws IOException            if Twilio refuses
     * @throws ApiException           if Twilio cannot be reached or does not answer as Twilio does
     */
    public void delete(@Variable("event") VoiceEvent event) throws UndeliverableException, IOException {
        String recording = event.text("RecordingSid");
        if (!event.kind().equals("recording.archived")
                || event.nested("archive", "sha256").isEmpty()
                || !RecordingMedia.isSid(recording)) {
            throw new UndeliverableException("the recording " + LogText.of(recording)
                    + " is not deleted at Twilio: this event does not say that a copy of it is archived");
        }
        Account account = FetchRecording.account(accounts, event);
        try {
            Recording.deleter(account.sid(), recording)
                    .delete(clients.computeIfAbsent(account.sid(), sid -> client(account)));
            LOG.info("recording {} is archived and was deleted at Twilio", recording);
        } catch (ApiException e) {
            if (e.getStatusCode() == null) {
                throw e;
            }
            if (e.getStatusCode() != 404) {
                throw new IOException("Twilio answered " + e.getStatusCode() + ": " + e.getMessage());
            }
            LOG.info("recording {} is archived, Twilio does not have it any more", recording);
        }
    }

    @Override
    public void close() throws IOException {
        for (TwilioRestClient client : clients.values()) {
            ((ApiUrlClient) client.getHttpClient()).close();
        }
    }

    private static TwilioRestClient client(Account account) {
        return new TwilioRestClient.Builder(account.user(), account.password())
                .accountSid(account.sid())
                .httpClient(new ApiUrlClient(account.apiUrl()))
                .build();
    }

    /**
     * Sends to {@code twilio.api-url} what twilio-java means for api.twilio.com. Neither twilio-java nor its HTTP client tries
     * again by itself: that is what the schedule of deliveries is for.
     */
    private static final class ApiUrlClient extends NetworkHttpClient {
        private final String apiUrl;

        private ApiUrlClient(String apiUrl) {
            super(TimedHttpClient.builder(SystemDefaultDnsResolver.INSTANCE).useSystemProperties());
            this.apiUrl = apiUrl;
        }

        @Override
        public Response makeRequest(Request request) {
            String url = apiUrl + URI.create(request.getUrl()).getRawPath();
            Request there = new Request(request.getMethod(), url) {
                /** As it is: twilio-java would take the parts of the host's name for product, edge and region. */
                @Override
                public URL constructURL() {
                    try {
                        return URI.create(url).toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            there.setAuth(request.getUsername(), request.getPassword());
            return super.makeRequest(there);
        }

        void close() throws IOException {
            client.close();
        }

        @Override
        protected boolean shouldRetry(Response response, int[] statuses) {
            return false;
        }
    }
}
