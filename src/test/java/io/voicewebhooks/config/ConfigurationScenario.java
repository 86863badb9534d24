package io.voicewebhooks.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A configuration that is right; a test changes one thing. */
public final class ConfigurationScenario {
    public static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
    public static final String OTHER_ACCOUNT = "AC" + "fedcba9876543210".repeat(2);
    public static final String TOKEN = "5ec4e70ca11ab1e5".repeat(2);

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();

    private ConfigurationScenario() {}

    public static ConfigurationScenario valid() {
        return new ConfigurationScenario()
                .with("twilio.account-sid", ACCOUNT)
                .with("twilio.auth-token", TOKEN)
                .with("voice.public-url", "https://voice.example.com");
    }

    public ConfigurationScenario with(String key, Object value) {
        values.put(key, value.toString());
        return this;
    }

    ConfigurationScenario without(String key) {
        values.remove(key);
        return this;
    }

    ConfigurationScenario withVariable(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Reads as the application does: a variable wins over the key that it stands for. */
    public Settings read() {
        return Settings.read(
                name -> Optional.ofNullable(environment.getOrDefault(Key.environmentName(name), values.get(name))),
                values.keySet(),
                environment.keySet());
    }

    /** Why it is refused: a line a problem. */
    static String problems(ConfigurationScenario scenario) {
        try {
            return "accepted: " + scenario.read();
        } catch (ConfigurationException e) {
            return e.getMessage();
        }
    }
}
