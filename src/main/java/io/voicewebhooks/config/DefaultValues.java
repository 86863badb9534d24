package io.voicewebhooks.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;

/** Gives placeholders such as {@code {{voice.http.port}}} their default where nobody set a value. */
public final class DefaultValues implements PropertiesSource, Ordered {
    private static final Map<String, String> DEFAULTS = Arrays.stream(Key.values())
            .collect(Collectors.toMap(Key::key, key -> key.defaultValue() == null ? "" : key.defaultValue()));

    private final CamelContext context;

    public DefaultValues(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "voice-webhooks-defaults";
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
