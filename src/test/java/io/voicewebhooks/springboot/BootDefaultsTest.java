package io.voicewebhooks.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Spring Boot loads our routes, unless it was told to leave the application out. */
class BootDefaultsTest {
    private static final String OURS = "io.voicewebhooks.springboot.VoiceWebhooksAutoConfiguration";

    @ParameterizedTest
    @CsvSource({
        "spring.application.name, telephone, true",
        "spring.autoconfigure.exclude, com.example.Other, true",
        "spring.autoconfigure.exclude, " + OURS + ", false",
        "spring.autoconfigure.exclude, 'com.example.Other, " + OURS + "', false",
        "spring.autoconfigure.exclude[0], " + OURS + ", false"
    })
    void whoeverExcludesTheApplicationHasNoneOfItsRoutes(String key, String value, boolean ours) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(key, value)));
        ConfigurationPropertySources.attach(environment);

        new BootDefaults().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.containsProperty("camel.main.routes-include-pattern"))
                .isEqualTo(ours);
        // what a part of the jar would log of a message
        assertThat(environment.getProperty("logging.level.org.apache.activemq.audit"))
                .isEqualTo("off");
    }
}
