package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Converter;

/** Events as JSON text and back, also as Camel's type converters: {@code ${bodyAs(VoiceEvent)}} works. */
@Converter(generateLoader = false)
public final class VoiceEventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private VoiceEventJson() {}

    /** The event as one line of JSON. */
    @Converter
    public static String write(VoiceEvent event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the event " + event.id() + " is no JSON", e);
        }
    }

    /**
     * The event of a line of JSON.
     *
     * @throws IllegalArgumentException if the text is no event
     */
    @Converter
    public static VoiceEvent read(String json) {
        try {
            VoiceEvent event = MAPPER.readValue(json, VoiceEvent.class);
            if (!isComplete(event)) {
                throw new IllegalArgumentException("this message is no event of ours: something is missing");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this message is no event of ours: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isComplete(VoiceEvent event) {
        return event != null
                && event.id() != null
                && event.type() != null
                && event.type().startsWith(VoiceEvent.TYPE_PREFIX)
                && event.subject() != null
                && event.time() != null
                && event.accountsid() != null
                && event.partitionkey() != null
                && event.data() != null;
    }
}
