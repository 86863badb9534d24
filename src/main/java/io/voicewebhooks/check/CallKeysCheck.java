package io.voicewebhooks.check;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.config.Nearest;
import io.voicewebhooks.twiml.Findings;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertiesLookupListener;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * Finds keys below {@code call.} that nobody asks for. They are the routes' own, so no list has them all: whatever a
 * placeholder or a bean has asked for is known. It has no values itself.
 */
final class CallKeysCheck implements RouteCheck, PropertiesSource, PropertiesLookupListener {
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    CallKeysCheck(CamelContext context) {
        // what has a value, and what has none
        context.getPropertiesComponent().addPropertiesLookupListener(this);
        context.getPropertiesComponent().addPropertiesSource(this);
    }

    @Override
    public void onLookup(String name, String value, String defaultValue, String source) {
        see(name);
    }

    @Override
    public String getProperty(String name) {
        see(name);
        return null;
    }

    private void see(String name) {
        if (name.startsWith(CallKey.PREFIX)) {
            asked.add(name);
        }
    }

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        PropertiesComponent properties = routes.context().getPropertiesComponent();
        properties.loadProperties(key -> key.startsWith(CallKey.PREFIX)).stringPropertyNames().stream()
                .sorted()
                .filter(key -> !asked.contains(key))
                .forEach(key -> findings.warning(key + " is used by no route"
                        // a key of the shipped flows is spelt as it is meant
                        + (CallKey.isKey(key) ? "" : "; nearest: " + Nearest.to(key, asked))));
    }

    @Override
    public String getName() {
        return "voice-webhooks-call-keys";
    }
}
