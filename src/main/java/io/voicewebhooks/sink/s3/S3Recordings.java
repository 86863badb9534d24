package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.recording.FetchRecording;
import io.voicewebhooks.recording.Spool;
import io.voicewebhooks.recording.SpooledRecording;
import io.voicewebhooks.recording.TemporarySpool;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The step of the Kamelet {@code voice-recording-s3-sink}: of the event {@code recording.completed} it fetches the audio and
 * writes it to S3, and the body becomes the event {@code recording.archived}; other events stay as they are. Each use of the
 * Kamelet has one.
 */
public final class S3Recordings implements Processor, AutoCloseable {
    private final Map<Key, String> properties = new EnumMap<>(Key.class);
    private final TemporarySpool directory = new TemporarySpool();
    private FetchRecording media;
    private S3Archive archive;
    private S3Client client;

    /** As {@code twilio.account-sid}. */
    public void setAccountSid(String accountSid) {
        properties.put(Key.ACCOUNT, accountSid);
    }

    /** As {@code twilio.auth-token}. */
    public void setAuthToken(String authToken) {
        properties.put(Key.AUTH_TOKEN, authToken);
    }

    /** As {@code twilio.api-url}. */
    public void setApiUrl(String apiUrl) {
        properties.put(Key.API_URL, apiUrl);
    }

    /** As {@code voice.recording.format}. */
    public void setFormat(String format) {
        properties.put(Key.RECORDING_FORMAT, format);
    }

    /** As {@code voice.sink.s3.bucket}. */
    public void setBucket(String bucket) {
        properties.put(Key.S3_BUCKET, bucket);
    }

    /** As {@code voice.sink.s3.prefix}. */
    public void setPrefix(String prefix) {
        properties.put(Key.S3_PREFIX, prefix);
    }

    /** As {@code voice.sink.s3.region}. */
    public void setRegion(String region) {
        properties.put(Key.S3_REGION, region);
    }

    /** As {@code voice.sink.s3.endpoint}. */
    public void setEndpoint(String endpoint) {
        properties.put(Key.S3_ENDPOINT, endpoint);
    }

    /** As {@code voice.sink.s3.access-key}. */
    public void setAccessKey(String accessKey) {
        properties.put(Key.S3_ACCESS_KEY, accessKey);
    }

    /** As {@code voice.sink.s3.secret-key}. */
    public void setSecretKey(String secretKey) {
        properties.put(Key.S3_SECRET_KEY, secretKey);
    }

    /** Checks the properties once all are set; the Kamelet's {@code initMethod}. */
    public void open() {
        Settings settings = Settings.of(
                properties,
                Key.ACCOUNT,
                Key.AUTH_TOKEN,
                Key.API_URL,
                Key.RECORDING_FORMAT,
                Key.S3_BUCKET,
                Key.S3_PREFIX,
                Key.S3_REGION,
                Key.S3_TAGS,
                Key.S3_ENDPOINT,
                Key.S3_ACCESS_KEY,
                Key.S3_SECRET_KEY);
        archive = new S3Archive(settings);
        client = S3Clients.client(settings);
        Spool spool = new Spool(directory);
        spool.open();
        media = new FetchRecording(settings, spool);
    }

    @Override
    public void process(Exchange exchange) throws IOException, UndeliverableException, InvalidPayloadException {
        Message message = exchange.getMessage();
        VoiceEvent event = VoiceEventJson.read(message.getMandatoryBody(String.class));
        if (!event.kind().equals("recording.completed")) {
            return;
        }
        exchange.setVariable(Delivery.EVENT, event);
        media.process(exchange);
        SpooledRecording recording = exchange.getVariable(FetchRecording.RECORDING, SpooledRecording.class);
        archive.recordingObject(exchange, event, recording);
        String key = message.getHeader(AWS2S3Constants.KEY, String.class);
        client.putObject(
                object -> object.bucket(properties.get(Key.S3_BUCKET))
                        .key(key)
                        .contentType(message.getHeader(AWS2S3Constants.CONTENT_TYPE, String.class))
                        .contentMD5(recording.md5())
                        .metadata(metadata(message)),
                recording.file());
        HeadObjectResponse stored = client.headObject(
                object -> object.bucket(properties.get(Key.S3_BUCKET)).key(key));
        VoiceEvent archived = archive.archived(stored, event, recording);
        exchange.removeVariable(FetchRecording.RECORDING);
        exchange.setVariable(Delivery.EVENT, archived);
        message.removeHeaders("*");
        message.setBody(VoiceEventJson.write(archived));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> metadata(Message message) {
        return message.getHeader(AWS2S3Constants.METADATA, Map.class);
    }

    /** The Kamelet's {@code destroyMethod}. */
    @Override
    public void close() throws IOException {
        client.close();
        media.close();
        directory.close();
    }
}
