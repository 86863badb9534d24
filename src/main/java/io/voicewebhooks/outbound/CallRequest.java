package io.voicewebhooks.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.observe.LogText;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A call that somebody asks for, JSON in the queue {@code voice.calls.place}.
 *
 * @param fields its texts by name: {@code id}, {@code to}, {@code from}, one of {@code flow}, {@code twiml} and {@code url},
 *               {@code record}, {@code machineDetection}, {@code timeout} (seconds)
 * @param context what the webhooks of the call bring back as signed context; {@code request} is the id
 */
record CallRequest(Map<String, String> fields, Map<String, String> context) {
    private static final String NUMBER = "\\+[1-9]\\d{1,14}";
    private static final String PREFIX = "context.";
    private static final int MOST_CONTEXT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What each field may be: a pattern, and in words. */
    private static final Map<String, String[]> ALLOWED = Map.of(
            "id", new String[] {"[A-Za-z0-9._-]{1,64}", "1 to 64 of A-Z a-z 0-9 . _ -"},
            "to", new String[] {NUMBER, "a number such as +15558675310"},
            "from", new String[] {NUMBER, "a number of the account such as +15558675310"},
            "flow", new String[] {"[A-Za-z0-9._~/-]{1,100}", "the end of the path of a route below /voice/"},
            "twiml", new String[] {"(?s).{1,4000}", "TwiML of at most 4000 characters"},
            "url", new String[] {"https://[^\\s\"<>]{1,2000}", "an https URL"},
            "record", new String[] {"true|false", "true, false"},
            "machineDetection", new String[] {"Enable|DetectMessageEnd", "Enable, DetectMessageEnd"},
            "timeout", new String[] {"[1-9]\\d{0,2}", "seconds, 1 to 999"});

    private static final Set<String> WHAT = Set.of("flow", "twiml", "url");

    /**
     * Reads a request.
     *
     * @throws UndeliverableException if it is none: which field is wrong, and what is allowed
     */
    static CallRequest read(String json) throws UndeliverableException {
        Map<String, Object> sent;
        try {
            sent = JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw refused("it is no JSON object");
        }
        if (sent == null) {
            throw refused("it is no JSON object");
        }
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> context = context(sent);
        for (Map.Entry<String, Object> each : sent.entrySet()) {
            if (!each.getKey().equals("context") && !each.getKey().startsWith(PREFIX)) {
                fields.put(each.getKey(), checked(each.getKey(), String.valueOf(each.getValue())));
            }
        }
        for (String needed : Set.of("to", "from")) {
            if (!fields.containsKey(needed)) {
                throw refused(needed + " is missing; allowed: " + ALLOWED.get(needed)[1]);
            }
        }
        if (fields.keySet().stream().filter(WHAT::contains).count() != 1) {
            throw refused("what is heard is missing or there twice; allowed: one of flow, twiml, url");
        }
        // the same on every try
        fields.putIfAbsent(
                "id",
                UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)).toString());
        context.put("request", fields.get("id"));
        return new CallRequest(fields, context);
    }

    static boolean isNumber(String text) {
        return text.matches(NUMBER);
    }

    private static String checked(String name, String value) throws UndeliverableException {
        String[] allowed = ALLOWED.get(name);
        if (allowed == null) {
            throw refused("unknown field " + LogText.of(name) + "; allowed: context, "
                    + String.join(", ", new TreeSet<>(ALLOWED.keySet())));
        }
        if (!value.matches(allowed[0]) || name.equals("url") && !isUri(value)) {
            // who is called is nobody's business in a log
            boolean hidden = Set.of("to", "from", "twiml", "url").contains(name);
            throw refused(name + (hidden ? "" : " = " + LogText.of(value)) + " is wrong; allowed: " + allowed[1]);
        }
        return value;
    }

    private static boolean isUri(String value) {
        try {
            return URI.create(value).getRawAuthority() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** An object, or, in a map of JMS, which has no others in it, fields whose names begin with {@value #PREFIX}. */
    private static Map<String, String> context(Map<String, Object> fields) throws UndeliverableException {
        Object sent = fields.get("context");
        Map<String, String> context = new TreeMap<>();
        if (sent instanceof Map<?, ?> map) {
            map.forEach((name, value) -> context.put(name.toString(), String.valueOf(value)));
        }
        fields.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                context.put(name.substring(PREFIX.length()), String.valueOf(value));
            }
        });
        if (sent != null && !(sent instanceof Map)
                || context.size() > MOST_CONTEXT
                || context.entrySet().stream()
                        .anyMatch(each -> !each.getKey().matches("[A-Za-z0-9_-]{1,40}")
                                || each.getValue().length() > 200)) {
            throw refused("context is wrong; allowed: an object of at most " + MOST_CONTEXT
                    + " texts of 200 characters, names of A-Z a-z 0-9 _ -");
        }
        return context;
    }

    private static UndeliverableException refused(String why) {
        return new UndeliverableException(CallPlacement.NOT_PLACED + why);
    }

    /** A field, empty where it is missing. */
    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The data of {@code call.placed}. */
    Map<String, Object> placed(String account, String callSid) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("AccountSid", account);
        data.put("CallSid", callSid);
        data.put("CallStatus", "queued");
        data.put("Direction", "outbound-api");
        data.put("From", text("from"));
        data.put("To", text("to"));
        data.put("context", context);
        return data;
    }

    /** An URL of ours with the context in its query, where Twilio signs it. */
    URI url(String path, String overrides) {
        String query = context.entrySet().stream()
                .map(each -> "context." + each.getKey() + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
        return URI.create(path + "?" + query + overrides);
    }
}
