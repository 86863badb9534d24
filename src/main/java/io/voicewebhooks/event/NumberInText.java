package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A number where it stands in texts of others: TwiML, an URL, JSON however that is escaped. */
public final class NumberInText {
    private static final String ERASED = "erased";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Pattern pattern;

    /**
     * @param number a telephone's, or an address, as it stands in events
     */
    public NumberInText(String number) {
        // as it is, as it stands in XML, and in the query of an URL, where an escape may be before it
        this.pattern = Pattern.compile("((?<![\\w+])|(?<=%\\p{XDigit}{2}))(" + Pattern.quote(number) + "|"
                + Pattern.quote(number.replace("&", "&amp;")) + "|"
                + Pattern.quote(URLEncoder.encode(number, StandardCharsets.UTF_8))
                + ")(?!\\w)");
    }

    /** Whether a text names it. */
    public boolean isIn(String text) {
        return pattern.matcher(text).find() || !without(text).equals(text);
    }

    /** The text with a word in its place; what was JSON stays it, and is left as it was written where the number is not in it. */
    public String without(String text) {
        String begin = text.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            try {
                JsonNode json = JSON.readTree(text);
                JsonNode rest = without(json);
                return rest.equals(json) ? text : JSON.writeValueAsString(rest);
            } catch (JsonProcessingException e) {
                // it only looked like JSON
                return plain(text);
            }
        }
        return plain(text);
    }

    private String plain(String text) {
        return pattern.matcher(text).replaceAll(ERASED);
    }

    private JsonNode without(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode rest = JSON.createObjectNode();
            object.properties().forEach(each -> rest.set(plain(each.getKey()), without(each.getValue())));
            return rest;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode rest = JSON.createArrayNode();
            array.forEach(each -> rest.add(without(each)));
            return rest;
        }
        if (node.isTextual()) {
            return TextNode.valueOf(without(node.textValue()));
        }
        return pattern.matcher(node.asText()).matches() ? TextNode.valueOf(ERASED) : node;
    }
}
