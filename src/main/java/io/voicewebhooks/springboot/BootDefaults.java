package io.voicewebhooks.springboot;

import io.voicewebhooks.twiml.RouteLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertiesPropertySource;

/** What Spring Boot and Camel have other defaults for; whatever the application says itself comes first. */
final class BootDefaults implements EnvironmentPostProcessor {
    /** By which Spring Boot leaves configurations out. */
    private static final String EXCLUDED = "spring.autoconfigure.exclude";

    private static final String FILE = "defaults.properties";
    /** Where Camel Spring Boot looks for routes if nothing is said. */
    private static final String CAMELS = "classpath:camel/*,classpath:camel-template/*,classpath:camel-rest/*";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Properties defaults = new Properties();
        try (InputStream file = getClass().getResourceAsStream(FILE)) {
            defaults.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] excluded =
                Binder.get(environment).bind(EXCLUDED, String[].class).orElse(new String[0]);
        if (!List.of(excluded).contains(VoiceWebhooksAutoConfiguration.class.getName())) {
            defaults.setProperty(
                    "camel.main.routes-include-pattern", RouteLocation.standard() + "*.camel.yaml," + CAMELS);
        }
        environment.getPropertySources().addLast(new PropertiesPropertySource("voice-webhooks", defaults));
    }
}
