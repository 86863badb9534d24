package io.voicewebhooks.signature;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {

    private static List<Entry<String, String>> parse(String form) {
        return FormFields.parse(form.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fieldsAreReadInOrderWithRepeatedOnes() {
        assertThat(parse("b=2&a=1&b=3")).containsExactly(entry("b", "2"), entry("a", "1"), entry("b", "3"));
    }

    @Test
    void escapesAndPlusAreDecodedAsUtf8() {
        assertThat(parse("City=M%C3%BCnchen&Name=A+B%2BC&%C3%A9=%26%3D"))
                .containsExactly(entry("City", "München"), entry("Name", "A B+C"), entry("é", "&="));
    }

    /** Netty, which Vert.x would decode it with, trims names and takes line ends away. */
    @Test
    void namesAndValuesStayAsTheyWereSent() {
        assertThat(parse("+a%0A=+b%0D&c=d%20")).containsExactly(entry(" a\n", " b\r"), entry("c", "d "));
    }

    @Test
    void aFieldMayLackValueOrNameAndOneThatLacksBothIsNone() {
        assertThat(parse("a&b=&=c&&d=e=f&"))
                .containsExactly(entry("a", ""), entry("b", ""), entry("", "c"), entry("d", "e=f"));
        assertThat(parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz&b=c", "%G0=1", "a=b&c=%-1", "a=%+1"})
    void aMalformedEscapeIsAnError(String form) {
        assertThatThrownBy(() -> parse(form))
                .isInstanceOf(BadWebhookException.class)
                .hasMessage("the form has a malformed escape");
    }

    @Test
    void tooManyFieldsAreAnError() {
        assertThat(parse("a=1&".repeat(FormFields.MOST))).hasSize(FormFields.MOST);
        assertThatThrownBy(() -> parse("a=1&".repeat(FormFields.MOST + 1)))
                .hasMessage("the form has more than 256 fields");
    }

    /** Before anything is verified: minutes if the rest of the text were searched anew for each field, else a moment. */
    @Test
    void aFormOfNothingButNamesIsReadInOneGo() {
        String form = "a&".repeat(1_500_000);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThat(FormFields.decode(form))
                .hasSize(1_500_000));
    }

    @Test
    void whatIsBeyondTheLastFieldIsNotDecoded() {
        assertThatThrownBy(() -> parse("a=&".repeat(20_000_000))).hasMessage("the form has more than 256 fields");
    }
}
