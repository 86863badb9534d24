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
final class TemplateFunctions {
    static final Set<String> NAMES = Set.of("action", "digits");

    /** The URL of a further step while templates are checked, in front of its name. */
    static final String SAMPLE_STEP = "https://step.invalid/voice/";

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9._~/-]+");
    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{3,}");

    /** A number digit by digit, since {@code <Say>} would read it as one long number; any other text as it is. */
    private static final Mustache.Lambda DIGITS = (text, out) -> {
        String number = text.execute().strip();
        out.write(
                NUMBER.matcher(number).matches()
                        ? String.join(" ", number.replace("+", "").split(""))
                        : number);
    };

    private TemplateFunctions() {}

    /** The functions while templates are checked: there is no call and no state yet. */
    static Map<String, Object> sample() {
        Mustache.Lambda action =
                (text, out) -> out.write(SAMPLE_STEP + text.execute().strip());
        return Map.of("action", action, "digits", DIGITS);
    }

    /** The functions of a reply: an action is the URL of {@code /voice/<text>}, with the signed state of the flow. */
    static Map<String, Object> of(String publicUrl, Map<String, String> state) {
        Mustache.Lambda action = (text, out) -> {
            String step = text.execute().strip();
            if (!isStep(step)) {
                throw new IllegalArgumentException("{{#action}} holds \"" + step + "\", which is no further step");
            }
            out.write(publicUrl + "/voice/" + step + Templates.escape(query(state) + Twiml.RETRY));
        };
        return Map.of("action", action, "digits", DIGITS);
    }

    /** Whether a text can be the name of a further step: the end of the path of a route below {@code /voice/}. */
    static boolean isStep(String text) {
        return STEP.matcher(text).matches();
    }

    private static String query(Map<String, String> state) {
        return state.isEmpty()
                ? ""
                : state.entrySet().stream()
                        .map(entry -> encode(SignedParameters.CONTEXT_PREFIX + entry.getKey()) + "="
                                + encode(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
