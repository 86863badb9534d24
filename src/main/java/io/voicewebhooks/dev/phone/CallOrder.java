package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call that somebody wants to make.
 *
 * @param parameters that Twilio sends of it beside its own
 * @param path       of the application, which answers
 */
record CallOrder(String from, String to, Map<String, String> parameters, String path) {
    private static final List<String> FIELDS = List.of("from", "to", "country", "stir", "parameters", "path");
    /** Of the call itself; {@code from}, {@code to}, {@code country} and {@code stir} have fields of their own. */
    private static final Set<String> TWILIOS =
            Set.of("CallSid", "AccountSid", "From", "To", "Caller", "Called", "CallStatus", "Direction", "ApiVersion");

    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7E]{1,100}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");
    private static final Pattern TEXT = Pattern.compile("(?s).{0,1000}");
    private static final Pattern PATH = Pattern.compile("/voice/[\\x21-\\x7E&&[^#\\\\]]{1,500}");
    /** What carriers say of the caller's number: https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir */
    static final List<String> VERDICTS = Stream.concat(
                    Stream.of("Passed-A", "Passed-B", "Passed-C", "Failed-A", "Failed-B", "Failed-C")
                            .flatMap(verdict -> Stream.of("", "-Diverted", "-Passthrough")
                                    .map(way -> "TN-Validation-" + verdict + way)),
                    Stream.of("TN-Validation-Failed", "No-TN-Validation", "NULL"))
            .toList();

    private static final Pattern STIR = Pattern.compile(String.join("|", VERDICTS));

    /**
     * Reads what a page sends.
     *
     * @throws WrongRequestException (400) that names the field which is missing, unknown or wrong
     */
    static CallOrder of(JsonNode order) throws WrongRequestException {
        known(order);
        Map<String, String> parameters = new LinkedHashMap<>();
        String country = field(order, "country", "", COUNTRY, "two capital letters such as DE");
        String stir = field(order, "stir", "", STIR, "TN-Validation-Passed-A and the other values of StirVerstat");
        if (!country.isEmpty()) {
            parameters.put("FromCountry", country);
        }
        if (!stir.isEmpty()) {
            parameters.put("StirVerstat", stir);
        }
        for (Entry<String, JsonNode> each : order.path("parameters").properties()) {
            String name = each.getKey();
            if (!NAME.matcher(name).matches() || TWILIOS.contains(name)) {
                throw wrong("parameters", name, "names of letters and digits that are not of the call itself");
            }
            parameters.put(name, text("parameters." + name, each.getValue(), TEXT, "text of up to 1,000 characters"));
        }
        return new CallOrder(
                field(order, "from", null, ADDRESS, "a number, or what else Twilio tells, without spaces"),
                field(order, "to", null, ADDRESS, "a number, or what else Twilio tells, without spaces"),
                parameters,
                field(order, "path", "/voice/incoming", PATH, "a path of the application below /voice/"));
    }

    private static void known(JsonNode order) throws WrongRequestException {
        JsonNode parameters = order.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isObject()) {
            throw wrong("parameters", parameters.toString(), "an object with texts");
        }
        for (Entry<String, JsonNode> field : order.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new WrongRequestException(400, "a call has no field " + field.getKey() + "; allowed: " + FIELDS);
            }
        }
    }

    /** A field, which must be there unless there is a standard for it. */
    private static String field(JsonNode order, String name, String standard, Pattern allowed, String words)
            throws WrongRequestException {
        JsonNode value = order.path(name);
        if (standard != null
                && (value.isMissingNode() || value.isNull() || value.asText().isEmpty())) {
            return standard;
        }
        return text(name, value, allowed, words);
    }

    private static String text(String name, JsonNode value, Pattern allowed, String words)
            throws WrongRequestException {
        if (!value.isTextual() || !allowed.matcher(value.textValue()).matches()) {
            throw wrong(name, value.isMissingNode() ? "" : value.asText(value.toString()), words);
        }
        return value.textValue();
    }

    private static WrongRequestException wrong(String field, String found, String allowed) {
        return new WrongRequestException(400, field + " is \"" + found + "\"; allowed: " + allowed);
    }
}
