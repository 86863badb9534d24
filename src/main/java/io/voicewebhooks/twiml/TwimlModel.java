package io.voicewebhooks.twiml;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.signature.SignedParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * What templates of TwiML see. By name, later ones hide earlier ones:
 *
 * <ol>
 *   <li>Twilio's parameters, whose names begin with a capital letter: <code>{{From}}</code>; not where a number is dialled,
 *       since callers choose parameters
 *   <li><code>{{language}}</code>: {@code call.language}, or the variable {@code context.language} of the flow
 *   <li>the route's variables ({@code setVariable})
 *   <li><code>{{publicUrl}}</code>; <code>{{statusCallback}}</code> for the {@code statusCallback} of nouns in
 *       {@code <Dial>}; <code>{{recordingCallback}}</code>, the URL for the {@code recordingStatusCallback} of
 *       {@code <Record>}, {@code <Dial>} and {@code <Conference>}, which carries caller, called number and mailbox as signed
 *       context; <code>{{callback}}</code>, the URL for any other callback, with the same context
 *   <li>the functions <code>{{#action}}…{{/action}}</code> and <code>{{#digits}}…{{/digits}}</code>
 * </ol>
 */
final class TwimlModel {
    /** What is there in every reply to a signed request, whatever the route sets. */
    static final Set<String> NAMES = Set.of("language", "publicUrl", "statusCallback", "recordingCallback", "callback");

    private static final int LONGEST_CONTEXT = 200;
    /** A name in {@code call.language} or in an URL of ours chooses a file. */
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9-]{1,20}");

    private final PublicUrl standardUrl;
    private final String standardLanguage;

    TwimlModel(CamelContext context) {
        this.standardUrl = Settings.of(context).publicUrls().get(0);
        String language = CallKey.LANGUAGE.of(context);
        this.standardLanguage = language.isBlank() ? CallKey.LANGUAGE.defaultValue() : language;
    }

    record Model(SignedParameters parameters, Map<String, Object> others) {

        Optional<String> language() {
            return Optional.of(String.valueOf(others.get("language")))
                    .filter(language -> LANGUAGE_TAG.matcher(language).matches());
        }

        /** All of it; no parameter gives a value to the variables that choose whom Twilio calls. */
        Map<String, Object> variables(Set<String> dialled) {
            Map<String, Object> variables = new LinkedHashMap<>();
            if (parameters != null) {
                parameters.forEach((name, value) -> {
                    if (isVisible(name) && !dialled.contains(name)) {
                        variables.put(name, value);
                    }
                });
            }
            variables.putAll(others);
            return variables;
        }

        /**
         * Whether a template sees a parameter: Twilio begins its names with a capital letter. Callers may choose names too
         * (a Voice SDK client does), and a variable that a route forgot to set must not be theirs; {@code context.} stands
         * in our own URLs only.
         */
        private static boolean isVisible(String name) {
            return name.startsWith(SignedParameters.CONTEXT_PREFIX)
                    || !name.isEmpty()
                            && Character.getType(name.codePointAt(0)) == Character.UPPERCASE_LETTER
                            && name.indexOf('.') < 0;
        }
    }

    /** The model of a reply; a request, and the address under which Twilio called, may be missing. */
    Model of(PublicUrl calledUrl, SignedParameters parameters, Map<String, Object> variables) {
        PublicUrl url = calledUrl != null ? calledUrl : standardUrl;
        Map<String, String> state = state(parameters, variables);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("language", state.getOrDefault("language", standardLanguage));
        model.putAll(variables);
        model.put("publicUrl", url.toString());
        model.put("statusCallback", url + "/voice/status" + Twiml.RETRY);
        if (parameters != null) {
            Object mailbox = variables.getOrDefault("mailbox", state.getOrDefault("mailbox", ""));
            String context = context(parameters, String.valueOf(mailbox));
            model.put("recordingCallback", url + "/voice/recording" + context + Twiml.RETRY);
            model.put("callback", url + "/voice/callback" + context + Twiml.RETRY);
        }
        model.putAll(TemplateFunctions.of(url.toString(), state));
        return new Model(parameters, model);
    }

    /** What the next request has to know: what this one knew, and the variables that begin with {@code context.}. */
    private static Map<String, String> state(SignedParameters parameters, Map<String, Object> variables) {
        Map<String, String> state = new TreeMap<>();
        if (parameters != null) {
            parameters.context().forEach((name, value) -> state.put(name, String.valueOf(value)));
        }
        variables.forEach((name, value) -> {
            if (name.startsWith(SignedParameters.CONTEXT_PREFIX)) {
                state.put(
                        name.substring(SignedParameters.CONTEXT_PREFIX.length()),
                        value == null ? "" : beginning(value.toString()));
            }
        });
        state.values().removeIf(String::isEmpty);
        return state;
    }

    private static String context(SignedParameters parameters, String mailbox) {
        String direction = parameters.text("Direction");
        return "?context.from=" + TemplateFunctions.encode(beginning(parameters.text("From")))
                + "&context.to=" + TemplateFunctions.encode(beginning(parameters.text("To")))
                + "&context.mailbox=" + TemplateFunctions.encode(mailbox)
                // of a call of ours From is us; the usual direction is not worth its place in the URL
                + (direction.isEmpty() || direction.equals("inbound")
                        ? ""
                        : "&context.direction=" + TemplateFunctions.encode(beginning(direction)));
    }

    /** So much that the URL still fits into a request line, even where each character takes nine. */
    private static String beginning(String text) {
        return text.length() <= LONGEST_CONTEXT ? text : text.substring(0, LONGEST_CONTEXT);
    }
}
