package io.voicewebhooks.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Spring Boot's client of a broker or database is there once a key of it is set, its other configurations always. */
class UnconfiguredClientsTest {
    @ParameterizedTest
    @CsvSource({
        "spring.application.name, false, false",
        "spring.artemis.broker-url, true, false",
        "spring.datasource.url, false, true"
    })
    void aClientThatSomebodyConfiguredStays(String key, boolean broker, boolean database) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(key, "x")));
        ConfigurationPropertySources.attach(environment);
        UnconfiguredClients filter = new UnconfiguredClients();
        filter.setEnvironment(environment);

        boolean[] match = filter.match(
                new String[] {
                    ArtemisAutoConfiguration.class.getName(),
                    DataSourceAutoConfiguration.class.getName(),
                    null,
                    RestClientAutoConfiguration.class.getName()
                },
                null);

        assertThat(match).containsExactly(broker, database, true, true);
    }
}
