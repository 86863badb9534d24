package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.ArchiveKey;
import io.voicewebhooks.event.ArchivedRecording;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.recording.SpooledRecording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.utils.Md5Utils;

/** The bean {@code s3Archive}: names what goes to S3 and checks what arrived there. */
public final class S3Archive {
    private final VoiceEvents events;
    private final String bucket;
    private final String prefix;
    private final String format;

    S3Archive(CamelContext context) {
        this(Settings.of(context));
    }

    S3Archive(Settings settings) {
        this.events = new VoiceEvents(settings);
        this.bucket = settings.get(Key.S3_BUCKET);
        this.prefix = settings.get(Key.S3_PREFIX);
        this.format = settings.get(Key.RECORDING_FORMAT);
    }

    /** Sets key, type, digest and metadata for the event's JSON, which is the body. */
    public void eventObject(Exchange exchange, @Variable("event") VoiceEvent event) {
        Message message = exchange.getMessage();
        byte[] json = message.getBody(String.class).getBytes(StandardCharsets.UTF_8);
        message.setBody(json);
        message.setHeader(AWS2S3Constants.CONTENT_MD5, Md5Utils.md5AsBase64(json));
        message.setHeader(AWS2S3Constants.KEY, prefix + "events/" + ArchiveKey.ofEvent(event));
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, "application/cloudevents+json");
        message.setHeader(AWS2S3Constants.METADATA, metadata(event));
    }

    /** Sets key, type, digest and metadata for the audio, which is the body; S3 refuses audio that does not match the digest. */
    public void recordingObject(
            Exchange exchange, @Variable("event") VoiceEvent event, @Variable("recording") SpooledRecording recording) {
        Message message = exchange.getMessage();
        Map<String, String> metadata = metadata(event);
        metadata.put("sha256", recording.sha256());
        metadata.put("duration", ArchiveKey.part(event.text("RecordingDuration")));
        if (recording.encrypted()) {
            metadata.put("encrypted", "true");
        }
        message.removeHeaders("*");
        message.setHeader(AWS2S3Constants.KEY, key(event, recording));
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, ArchivedRecording.contentType(recording.encrypted(), format));
        message.setHeader(AWS2S3Constants.CONTENT_MD5, recording.md5());
        message.setHeader(AWS2S3Constants.METADATA, metadata);
    }

    /**
     * Compares what S3 says of the object with what was sent, and makes the event {@code recording.archived}.
     *
     * @throws IOException if length or digest differ
     */
    public VoiceEvent archived(
            HeadObjectResponse stored,
            @Variable("event") VoiceEvent event,
            @Variable("recording") SpooledRecording recording)
            throws IOException {
        String key = key(event, recording);
        String sha256 = stored.metadata().get("sha256");
        if (stored.contentLength() != recording.bytes() || !recording.sha256().equals(sha256)) {
            throw new IOException("S3 holds " + stored.contentLength() + " bytes with SHA-256 " + sha256 + " as " + key
                    + ", sent were " + recording.bytes() + " bytes with " + recording.sha256());
        }
        return events.archived(event, recording.archived("s3://" + bucket + "/" + key, bucket, key, format));
    }

    private String key(VoiceEvent event, SpooledRecording recording) {
        return prefix + "recordings/" + ArchiveKey.ofRecording(event, recording.extension(format));
    }

    private static Map<String, String> metadata(VoiceEvent event) {
        String callSid = ArchiveKey.part(event.callsid() == null ? "" : event.callsid());
        return new HashMap<>(Map.of("callsid", callSid, "accountsid", ArchiveKey.part(event.accountsid())));
    }
}
