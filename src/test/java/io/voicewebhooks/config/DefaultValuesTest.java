package io.voicewebhooks.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a placeholder of a route file stands for. */
class DefaultValuesTest {

    @ParameterizedTest
    @CsvSource({
        "{{call.forward.ring-seconds}}, 20",
        "[{{call.forward.to}}], []",
        "{{voice.http.port}}, 8080",
        "{{call.own:7}}, 7",
        // a route's own default is meant
        "{{call.forward.ring-seconds:30}}, 30"
    })
    void whereNothingIsSetThereIsADefault(String placeholder, String value) {
        assertThat(new DefaultCamelContext().resolvePropertyPlaceholders(placeholder))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{call.forward.ring-seconds}}", "{{call.forward.ring-seconds:30}}"})
    void whatIsSetWins(String placeholder) {
        Properties set = set("call.forward.ring-seconds", "25");
        CamelContext initial = new DefaultCamelContext();
        initial.getPropertiesComponent().setInitialProperties(set);
        CamelContext override = new DefaultCamelContext();
        override.getPropertiesComponent().setOverrideProperties(set);

        assertThat(initial.resolvePropertyPlaceholders(placeholder)).isEqualTo("25");
        assertThat(override.resolvePropertyPlaceholders(placeholder)).isEqualTo("25");
    }

    @Test
    void anEmptyValueOfACallFlowIsAValue() {
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setOverrideProperties(set("call.hours", ""));

        assertThat(CallKey.HOURS.of(context)).isEmpty();
        assertThat(CallKey.TIME_ZONE.of(context)).isEqualTo("UTC");
    }

    private static Properties set(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return properties;
    }
}
