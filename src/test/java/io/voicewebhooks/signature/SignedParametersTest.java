package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.testkit.Twilio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedParametersTest {

    @Test
    void theQueryComesFirstAndTheOrderStays() {
        SignedParameters parameters = of(
                List.of(Map.entry("z", "1"), Map.entry("a", "2")),
                List.of(Map.entry("To", "3"), Map.entry("From", "4")));

        assertThat(parameters.keySet()).containsExactly("z", "a", "To", "From");
    }

    @Test
    void aValueIsFoundByName() {
        SignedParameters parameters = form("From", "+1555");

        assertThat(parameters.get("From")).isEqualTo("+1555");
        assertThat(parameters.text("From")).isEqualTo("+1555");
        assertThat(parameters.containsKey("From")).isTrue();
    }

    @Test
    void aMissingValueIsEmptyText() {
        assertThat(form().text("From")).isEmpty();
        assertThat(form().get("From")).isNull();
    }

    @Test
    void aCustomNameThatRepeatsHasAListOfItsDifferentValues() {
        SignedParameters parameters = form("tag", "b", "tag", "a", "tag", "b", "tag", "c");

        assertThat(parameters.get("tag")).isEqualTo(List.of("b", "a", "c"));
        assertThat(parameters.text("tag")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "CallSid", "AccountSid", "RecordingUrl", "Digits", "Timestamp"})
    void oneOfTwiliosNamesTwiceWithDifferentValuesIsRefusedByName(String name) {
        assertThatThrownBy(() -> form(name, "a", name, "b"))
                .isInstanceOf(BadWebhookException.class)
                .hasMessage(name + " came more than once with different values");
    }

    @Test
    void oneOfTwiliosNamesInQueryAndFormWithDifferentValuesIsRefused() {
        assertThatThrownBy(() -> of(List.of(Map.entry("From", "a")), List.of(Map.entry("From", "b"))))
                .isInstanceOf(BadWebhookException.class)
                .hasMessageStartingWith("From ");
    }

    @Test
    void oneOfTwiliosNamesTwiceWithTheSameValueIsOne() {
        assertThat(form("From", "a", "From", "a")).isEqualTo(Map.of("From", "a"));
    }

    @Test
    void contextOfTheUrlHasItsPlace() {
        SignedParameters parameters =
                of(List.of(Map.entry("context.mailbox", "main"), Map.entry("tenant", "7")), List.of());

        assertThat(parameters.context()).isEqualTo(Map.of("mailbox", "main"));
        assertThat(parameters.data()).isEqualTo(Map.of("tenant", "7"));
        assertThat(parameters.get("context.mailbox")).isEqualTo("main");
    }

    @Test
    void aFormFieldIsNeverContext() {
        SignedParameters parameters = form("context.mailbox", "boss");

        assertThat(parameters.context()).isEmpty();
        assertThat(parameters.containsKey("context.mailbox")).isFalse();
        assertThat(parameters.text("context.mailbox")).isEmpty();
        assertThat(parameters.data()).isEqualTo(Map.of("context.mailbox", "boss"));
    }

    @Test
    void aFormFieldDoesNotChangeTheContextOfTheUrl() {
        SignedParameters parameters =
                of(List.of(Map.entry("context.mailbox", "main")), List.of(Map.entry("context.mailbox", "boss")));

        assertThat(parameters.text("context.mailbox")).isEqualTo("main");
        assertThat(parameters.context()).isEqualTo(Map.of("mailbox", "main"));
    }

    @Test
    void nobodyChangesThem() {
        SignedParameters parameters = of(List.of(Map.entry("context.a", "1")), List.of(Map.entry("From", "2")));

        for (Map<String, Object> map : List.of(parameters, parameters.data(), parameters.context())) {
            assertThatThrownBy(() -> map.put("From", "x")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void nobodyChangesTheListOfARepeatedName() {
        List<?> values = (List<?>) form("t", "a", "t", "b").get("t");

        assertThatThrownBy(() -> values.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    private static SignedParameters of(List<Entry<String, String>> query, List<Entry<String, String>> form) {
        return SignedParameters.of(
                new TwilioRequest("POST", "/?" + Twilio.encode(query), query, form, List.of(), null));
    }

    private static SignedParameters form(String... namesAndValues) {
        List<Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return of(List.of(), fields);
    }
}
