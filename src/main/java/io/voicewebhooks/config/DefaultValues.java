package io.voicewebhooks.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;

/** Gives placeholders such as {@code {{voice.http.port}}} or {@code {{call.hours}}} their default where nobody set a value. */
public final class DefaultValues implements PropertiesSource, Ordered {
    private static final Map<String, String> DEFAULTS = new HashMap<>();

    static {
        Arrays.stream(Key.values())
                .forEach(key -> DEFAULTS.put(key.key(), key.defaultValue() == null ? "" : key.defaultValue()));
        Arrays.stream(CallKey.values()).forEach(key -> DEFAULTS.put(key.key(), key.defaultValue()));
    }

    private final CamelContext context;

    public DefaultValues(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "voice-webhooks-defaults";
    }

    /** A user's route may have a default of its own for a key of the call flows, {@code {{call.hours:...}}}: it is meant. */
    @Override
    public String getProperty(String name, String defaultValue) {
        return defaultValue != null && name.startsWith(CallKey.PREFIX) ? null : getProperty(name);
    }

    @Override
    public String getProperty(String name) {
        if (!DEFAULTS.containsKey(name)) {
            return null;
        }
        // Camel asks its sources before the initial properties, and those are somebody's choice, not a default
        Properties initial = ((org.apache.camel.component.properties.PropertiesComponent)
                        context.getPropertiesComponent())
                .getInitialProperties();
        String chosen = initial == null ? null : initial.getProperty(name);
        return chosen != null ? chosen : DEFAULTS.get(name);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
