package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hides numbers from whoever has shown no token: the last four digits of what can be one stay. What a caller was heard to say
 * is hidden as a whole, as the recording is.
 */
public final class Mask {
    /** What is no number although digits follow each other in it: SIDs, ids, times. Then what is one, however it is written. */
    private static final Pattern NUMBER = Pattern.compile("([A-Z]{2}[0-9a-f]{32}(?![0-9a-f])"
            + "|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"
            + "|\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"
            + "|\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)"
            + "|\\+?\\d(?:[ ().-]{0,3}\\d){2,}[ ().-]{0,3}(\\d(?:[ ().-]{0,3}\\d){3})");

    private static final Set<String> SPOKEN = Set.of(
            "TranscriptionText", "TranscriptionData", "SpeechResult", "StableSpeechResult", "UnstableSpeechResult");

    private Mask() {}

    /** What may be shown of a text. */
    public static String text(String text) {
        return NUMBER.matcher(text).replaceAll(found -> found.group(1) == null ? "…$2" : "$1");
    }

    /** The same in every text of a tree, which is changed. */
    static JsonNode tree(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> field.setValue(
                            SPOKEN.contains(field.getKey()) ? TextNode.valueOf("…") : tree(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, tree(array.get(i)));
            }
        }
        return node.isTextual() ? TextNode.valueOf(text(node.asText())) : node;
    }
}
