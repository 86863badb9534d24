package io.voicewebhooks.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PlaceholderValues;
import io.voicewebhooks.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The configuration as Spring knows it. */
class EnvironmentValuesTest {
    private final Map<String, Object> values = new HashMap<>(Map.of(
            "twilio.account-sid", "AC0123456789abcdef0123456789abcdef",
            "twilio.auth-token", "0123456789abcdef0123456789abcdef",
            "voice.public-url", "https://${host}",
            "host", "voice.example.com",
            "of.another", "${nowhere}"));

    @TempDir
    Path directory;

    private CamelContext context() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", values));
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addPropertiesSource(new EnvironmentValues(environment));
        context.getPropertiesComponent().addPropertiesSource(new PlaceholderValues(context));
        return context;
    }

    @Test
    void springsValueComesBeforeADefaultAndASystemPropertyIsNotNeeded() {
        values.put("voice.http.port", "8099");

        Settings settings = Settings.of(context());

        assertThat(settings.number(Key.HTTP_PORT)).isEqualTo(8099);
        assertThat(settings.publicUrls()).hasToString("[https://voice.example.com]");
        assertThat(settings.get(Key.INCOMING_DEADLINE)).isEqualTo("5s");
    }

    @Test
    void aSecretMayBeInAFile() throws Exception {
        values.remove("twilio.auth-token");
        values.put(
                "twilio.auth-token-file",
                Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef\n")
                        .toString());

        assertThat(Settings.of(context()).get(Key.AUTH_TOKEN)).isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @Test
    void aKeyThatNobodyReadsIsRefused() {
        values.put("voice.publicUrl", "https://voice.example.com");
        CamelContext context = context();

        assertThatThrownBy(() -> Settings.of(context))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("voice.publicUrl is no key of this application; nearest: voice.public-url");
    }
}
