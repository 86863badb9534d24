package io.voicewebhooks.signature;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a request whose signature was right: what Twilio sent and what the URL carried, in the order in
 * which they came. A value is a {@code String}; a name that came several times with different values has a
 * {@code List<String>}. Read-only.
 *
 * <p>Names that begin with {@value #CONTEXT_PREFIX} are context which the application itself put into the URL of a
 * callback. Such a name counts only there: a caller who can choose form fields (a Voice SDK client can) does not choose
 * context.
 */
public final class SignedParameters extends AbstractMap<String, Object> {
    /** Marks the parameters of a callback URL that carry our own context. */
    public static final String CONTEXT_PREFIX = "context.";

    private final Map<String, Object> data;
    private final Map<String, Object> context;
    private final Map<String, Object> all;

    private final TwilioRequest request;

    private SignedParameters(Map<String, Object> data, Map<String, Object> context, TwilioRequest request) {
        this.request = request;
        this.data = Collections.unmodifiableMap(data);
        this.context = Collections.unmodifiableMap(context);
        this.all = context.isEmpty() && data.keySet().stream().noneMatch(SignedParameters::isContext)
                ? this.data
                : Collections.unmodifiableMap(merged(data, context));
    }

    private static Map<String, Object> merged(Map<String, Object> data, Map<String, Object> context) {
        Map<String, Object> merged = new LinkedHashMap<>(data);
        merged.keySet().removeIf(SignedParameters::isContext);
        context.forEach((name, value) -> merged.put(CONTEXT_PREFIX + name, value));
        return merged;
    }

    private static boolean isContext(String name) {
        return name.startsWith(CONTEXT_PREFIX);
    }

    /**
     * Joins the parameters of query and form.
     *
     * @throws BadWebhookException if one of Twilio's own names came twice with different values
     */
    public static SignedParameters of(TwilioRequest request) {
        Map<String, Object> data = new LinkedHashMap<>();
        Map<String, Object> context = new LinkedHashMap<>();
        for (Entry<String, String> parameter : request.query()) {
            if (isContext(parameter.getKey())) {
                add(context, parameter.getKey().substring(CONTEXT_PREFIX.length()), parameter.getValue());
            } else {
                add(data, parameter.getKey(), parameter.getValue());
            }
        }
        request.form().forEach(parameter -> add(data, parameter.getKey(), parameter.getValue()));
        data.forEach((name, value) -> {
            if (value instanceof List && TwilioNames.all().contains(name)) {
                throw new BadWebhookException(name + " came more than once with different values");
            }
        });
        return new SignedParameters(data, context, request);
    }

    private static void add(Map<String, Object> map, String name, String value) {
        map.merge(name, value, (known, added) -> {
            List<Object> values = new ArrayList<>(known instanceof List<?> several ? several : List.of(known));
            if (values.contains(added)) {
                return known;
            }
            values.add(added);
            return Collections.unmodifiableList(values);
        });
    }

    /** The request that carried them. */
    public TwilioRequest request() {
        return request;
    }

    /** As {@link TwilioRequest#signedText()}: two requests with the same signature have the same. */
    public String signedText() {
        return request.signedText();
    }

    /** What was sent, without the context of the URL. */
    public Map<String, Object> data() {
        return data;
    }

    /** The context of the URL, its names without {@value #CONTEXT_PREFIX}. */
    public Map<String, Object> context() {
        return context;
    }

    /** The value of a parameter, empty where it is missing, the first where there are several. */
    public String text(String name) {
        Object value = all.get(name);
        if (value instanceof List<?> list) {
            return String.valueOf(list.get(0));
        }
        return value == null ? "" : value.toString();
    }

    @Override
    public Object get(Object name) {
        return all.get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return all.containsKey(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return all.entrySet();
    }
}
