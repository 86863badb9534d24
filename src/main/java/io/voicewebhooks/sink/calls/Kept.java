package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.event.PaymentData;
import io.voicewebhooks.event.VoiceEvents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts that others chose, as far as they are kept: cut off where they are too long, without what a database refuses. */
final class Kept {
    private static final int LONGEST = 16 << 10;
    /** Of a parameter, so that a long one leaves room for others. */
    private static final int LONGEST_VALUE = 4 << 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** PostgreSQL has no NUL, and half a character is none. */
    private static final Pattern REFUSED = Pattern.compile("[\\x00\\p{Cs}]");

    private int cut;
    private int left = LONGEST;

    static String clean(String text) {
        return text == null ? null : REFUSED.matcher(text).replaceAll("\uFFFD");
    }

    static String json(Object value) {
        try {
            return clean(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    static List<Map<String, String>> list(String json) {
        try {
            return json == null ? List.of() : MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    String text(String text, int most) {
        String kept = text.substring(0, Math.min(text.length(), most));
        cut += text.length() - kept.length();
        return clean(kept);
    }

    String text(String text) {
        return text(text, LONGEST);
    }

    /** The parameters of one request, in JSON, without credentials of calls and without what callers pay with. */
    String parameters(Map<String, Object> sent) {
        Map<String, Object> kept = new LinkedHashMap<>();
        PaymentData.masked(sent).forEach((name, value) -> {
            if (VoiceEvents.CREDENTIALS.contains(name)) {
                return;
            }
            String key = take(name);
            Object texts = value instanceof List<?> several
                    ? several.stream().map(each -> take(each.toString())).toList()
                    : take(value.toString());
            if (!key.isEmpty()) {
                kept.put(key, texts);
            }
        });
        return json(kept);
    }

    private String take(String text) {
        String kept = text(text, Math.min(left, LONGEST_VALUE));
        left -= kept.length();
        return kept;
    }

    /** How many characters are not kept, {@code null} for none. */
    Integer cut() {
        return cut == 0 ? null : cut;
    }
}
