package io.voicewebhooks.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * An event: CloudEvents 1.0 in structured JSON
 * (<a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>).
 *
 * @param id           the same on every try and for every copy of the webhook: 32 hexadecimal digits
 * @param source       {@code /2010-04-01/Accounts/AC…}
 * @param type         with the prefix {@value #TYPE_PREFIX}
 * @param subject      CallSid or RecordingSid
 * @param time         RFC 3339, UTC: Twilio's Timestamp or RecordingStartTime, else the time of arrival
 * @param callsid      CloudEvents extension, absent for a conference recording without one
 * @param accountsid   CloudEvents extension
 * @param sequence     Twilio's SequenceNumber, where it sent one
 * @param partitionkey CallSid, else ConferenceSid, else the subject: events with the same key keep their order
 * @param data         the signed parameters by name, {@code context} with the context of the URL, and for
 *                     {@code recording.archived} {@code archive}: {@code {uri, bucket, key, bytes, sha256, contentType}}, and
 *                     {@code encrypted: true} if Twilio encrypted the audio and it is kept as it came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"})
public record VoiceEvent(
        String id,
        String source,
        String type,
        String subject,
        String time,
        String callsid,
        String accountsid,
        String sequence,
        String partitionkey,
        Map<String, Object> data) {
    private static final int LONGEST_NAME = 64;

    /** Stands in front of every type. */
    public static final String TYPE_PREFIX = "io.voicewebhooks.";

    @JsonProperty("specversion")
    public String specversion() {
        return "1.0";
    }

    @JsonProperty("datacontenttype")
    public String datacontenttype() {
        return "application/json";
    }

    @JsonProperty("dataschema")
    public String dataschema() {
        return "urn:io.voicewebhooks:event:1";
    }

    /** Whether a text can be an id, a SID or a kind: it becomes a header, a part of a key, a file name, a log line. */
    static boolean isName(String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST_NAME) {
            return false;
        }
        // several for each event: no stream
        for (int i = 0; i < text.length(); i++) {
            if (!isOfName(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfName(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '.'
                || character == '_'
                || character == '-';
    }

    /** The type without its prefix, for example {@code call.completed}. */
    @JsonIgnore
    public String kind() {
        return type.substring(TYPE_PREFIX.length());
    }

    /** A parameter as text, empty where it is missing. */
    public String text(String name) {
        Object value = data.get(name);
        return value instanceof String text ? text : "";
    }

    /** A value of {@code data.context} or {@code data.archive} as text, empty where it is missing. */
    public String nested(String group, String name) {
        return data.get(group) instanceof Map<?, ?> map && map.get(name) != null
                ? map.get(name).toString()
                : "";
    }
}
