package io.voicewebhooks.twiml;

import com.samskivert.mustache.Mustache;
import io.voicewebhooks.signature.SignedParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a template of TwiML can write as a section around a text: <code>{{#action}}menu-choice{{/action}}</code>. */
final class Functions {
    static final Set<String> NAMES = Set.of("action", "digits");

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9._~/-]+");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{3,}");

    private Functions() {}

    /** The functions while templates are checked: there is no call and no state yet. */
    static Map<String, Object> sample() {
        return of("https://voice.example.com", Map.of());
    }

    /**
     * The functions of a reply.
     *
     * @param publicUrl where Twilio calls us
     * @param state     what the next requests of the flow have to know
     */
    static Map<String, Object> of(String publicUrl, Map<String, String> state) {
        return Map.of("action", action(publicUrl, state), "digits", digits());
    }

    /** The URL of the further step {@code /voice/<text>}, which carries the state where it is signed. */
    private static Mustache.Lambda action(String publicUrl, Map<String, String> state) {
        return (text, out) -> {
            String step = text.execute().strip();
            if (!STEP.matcher(step).matches()) {
                throw new IllegalArgumentException("{{#action}}" + Sample.written(step)
                        + "{{/action}} is no further step; expected: the end of the path of a route below /voice/");
            }
            out.write(publicUrl + "/voice/" + step + Templates.escape(query(state) + Twiml.RETRY));
        };
    }

    private static String query(Map<String, String> state) {
        return state.isEmpty()
                ? ""
                : state.entrySet().stream()
                        .map(entry -> encode(SignedParameters.CONTEXT_PREFIX + entry.getKey()) + "="
                                + encode(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** A number digit by digit, since {@code <Say>} would read it as one long number; any other text as it is. */
    private static Mustache.Lambda digits() {
        return (text, out) -> {
            String number = text.execute().strip();
            out.write(
                    NUMBER.matcher(number).matches()
                            ? String.join(" ", number.replace("+", "").split(""))
                            : number);
        };
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
