package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.observe.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.camel.Converter;

/** Events as JSON text and back, also as Camel's type converters: {@code ${bodyAs(VoiceEvent)}} works. */
@Converter(generateLoader = false)
public final class VoiceEventJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final int YEAR_DIGITS = 4;

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

    /** The same with the CloudEvents extension {@code traceparent}, if there is a trace. */
    public static String write(VoiceEvent event, String traceparent) {
        if (traceparent == null) {
            return write(event);
        }
        ObjectNode json = MAPPER.valueToTree(event);
        return json.put(TraceContext.TRACEPARENT, traceparent).toString();
    }

    /** The event's data alone, as one line of JSON. */
    public static String data(VoiceEvent event) {
        try {
            return MAPPER.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the data of the event " + event.id() + " is no JSON", e);
        }
    }

    /**
     * The event of a line of JSON. Others may be able to write to our queues, so every part that becomes a header, a key or
     * a file name is checked.
     *
     * @throws NotAnEventException if the text is no event
     */
    @Converter
    public static VoiceEvent read(String json) {
        VoiceEvent event;
        try {
            event = MAPPER.readValue(json, VoiceEvent.class);
        } catch (JsonProcessingException e) {
            // the parser's own message would quote what a stranger wrote
            throw new NotAnEventException("it is no JSON of an event");
        }
        if (event == null || event.type() == null || event.time() == null || event.data() == null) {
            throw new NotAnEventException("something is missing");
        }
        if (!event.type().startsWith(VoiceEvent.TYPE_PREFIX) || !isTime(event.time())) {
            throw new NotAnEventException("its type or its time is another's");
        }
        if (!Stream.of(event.id(), event.kind(), event.subject(), event.accountsid(), event.partitionkey())
                        .allMatch(VoiceEvent::isName)
                || event.callsid() != null && !VoiceEvent.isName(event.callsid())) {
            throw new NotAnEventException(
                    "a part that is a name is missing or has other characters than A-Z a-z 0-9 . _ -");
        }
        return event;
    }

    /** The same in UTF-8. */
    @Converter
    public static VoiceEvent read(byte[] json) {
        return read(new String(json, StandardCharsets.UTF_8));
    }

    static boolean isTime(String time) {
        try {
            Instant.parse(time);
            // the date is a part of keys and file names: no sign, and four digits
            return time.indexOf('-') == YEAR_DIGITS;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
