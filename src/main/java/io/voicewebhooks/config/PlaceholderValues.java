package io.voicewebhooks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * Gives placeholders such as {@code {{voice.http.port}}} or {@code {{call.hours}}} a value where nobody set one: that of a
 * secret from the file that {@code <key>-file} names, as container platforms mount them; else the default. What is wrong
 * with a file, {@link Settings} says.
 */
public final class PlaceholderValues implements PropertiesSource, Ordered {
    /** Behind the key of a secret: the file that holds it. */
    static final String FILE_SUFFIX = "-file";

    private static final Map<String, String> DEFAULTS = new HashMap<>();

    static {
        Arrays.stream(Key.values())
                .forEach(key -> DEFAULTS.put(key.key(), key.defaultValue() == null ? "" : key.defaultValue()));
        Arrays.stream(CallKey.values()).forEach(key -> DEFAULTS.put(key.key(), key.defaultValue()));
    }

    private final CamelContext context;

    public PlaceholderValues(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "voice-webhooks";
    }

    /** A user's route may have a default of its own for a key of the call flows, {@code {{call.hours:...}}}: it is meant. */
    @Override
    public String getProperty(String name, String defaultValue) {
        return defaultValue != null && name.startsWith(CallKey.PREFIX) ? null : getProperty(name);
    }

    @Override
    public String getProperty(String name) {
        String secret = Key.mayBeInFile(name) ? inFile(name) : null;
        if (secret != null || !DEFAULTS.containsKey(name)) {
            return secret;
        }
        // Camel asks its sources before the initial properties, and those are somebody's choice, not a default
        Properties initial = ((PropertiesComponent) context.getPropertiesComponent()).getInitialProperties();
        String chosen = initial == null ? null : initial.getProperty(name);
        return chosen != null ? chosen : DEFAULTS.get(name);
    }

    private String inFile(String name) {
        Optional<String> file = context.getPropertiesComponent().resolveProperty(name + FILE_SUFFIX);
        try {
            return file.isEmpty() || file.get().isBlank() ? null : read(file.get());
        } catch (IOException | IllegalArgumentException e) {
            // the settings refuse it, and tell why
            return null;
        }
    }

    /** The content of a file without white space around it: editors end files with a new line. */
    static String read(String file) throws IOException {
        return Files.readString(Path.of(file.strip())).strip();
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
