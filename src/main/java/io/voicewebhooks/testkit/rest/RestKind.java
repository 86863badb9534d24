package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A kind of resource, as {@code resources.json} has it from Twilio's documentation.
 *
 * @param path     below the account, or below {@code /v1}
 * @param key      of the resources in a page
 * @param prefix   of their SIDs
 * @param settable parameters of a request that change it
 * @param fields   as they are in a new one
 */
record RestKind(String path, String key, String prefix, Set<String> settable, ObjectNode fields) {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, RestKind> ALL = read();
    private static final List<String> OF_LATER_APIS = List.of("ByocTrunks", "Alerts", "Events");

    static final RestKind NUMBERS = of("IncomingPhoneNumbers");
    static final RestKind CALLS = of("Calls");
    static final RestKind RECORDINGS = of("Recordings");
    static final RestKind ALERTS = of("Alerts");
    static final RestKind CHANGES = of("Events");

    /** That of a path, null if there is none here. */
    static RestKind of(String path) {
        return ALL.get(path);
    }

    /** Whether it is one of the API of 2010, which gives times and addresses in another form than later ones. */
    boolean isOf2010() {
        return !OF_LATER_APIS.contains(path);
    }

    /** A new one. */
    ObjectNode make(String accountSid, String sid, String base) {
        ObjectNode made = fields.deepCopy().put("sid", sid).put("account_sid", accountSid);
        return isOf2010()
                ? made.put("uri", "/2010-04-01/Accounts/" + accountSid + "/" + path + "/" + sid + ".json")
                : made.put("url", base + "/v1/" + path + "/" + sid);
    }

    /** The name in answers of a parameter of requests, for example {@code voice_url} of {@code VoiceUrl}. */
    static String field(String parameter) {
        return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Map<String, RestKind> read() {
        try (InputStream file = RestKind.class.getResourceAsStream("resources.json")) {
            Map<String, RestKind> kinds = new LinkedHashMap<>();
            MAPPER.readTree(file)
                    .properties()
                    .forEach(kind -> kinds.put(kind.getKey(), of(kind.getKey(), kind.getValue())));
            return kinds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RestKind of(String path, JsonNode kind) {
        return new RestKind(
                path,
                kind.path("key").asText(),
                kind.path("prefix").asText(),
                StreamSupport.stream(kind.path("settable").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()),
                (ObjectNode) kind.path("fields"));
    }
}
