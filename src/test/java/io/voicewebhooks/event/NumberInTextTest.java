package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberInTextTest {
    private final NumberInText number = new NumberInText("+15551239876");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Number>+15551239876</Number> | <Number>erased</Number>",
                "/a?to=%2B15551239876&b=1 | /a?to=erased&b=1",
                "/a?url=%2Fb%3Fto%3D%2B15551239876 | /a?url=%2Fb%3Fto%3Derased",
                "+155512398760 | +155512398760",
                "++15551239876 | ++15551239876",
                "{\"to\": \"+15551239876\", \"n\": 1.5} | {\"to\":\"erased\",\"n\":1.5}",
                "{\"to\": \"\\u002b15551239876\"} | {\"to\":\"erased\"}",
                "{\"a\": [\"x +15551239876\"], \"b\": null} | {\"a\":[\"x erased\"],\"b\":null}",
                "{\"p\": \"{\\\"to\\\":\\\"+15551239876\\\"}\"} | {\"p\":\"{\\\"to\\\":\\\"erased\\\"}\"}",
                "{\"+15551239876\": true} | {\"erased\":true}",
                "{\"to\": \"+15551239999\"} | {\"to\": \"+15551239999\"}",
                "[Anna] +15551239876 | [Anna] erased",
                "{} {\"to\":\"+15551239876\"} | {} {\"to\":\"erased\"}"
            })
    void itGoesAndTheRestStays(String text, String without) {
        assertThat(number.without(text)).isEqualTo(without);
        assertThat(number.isIn(text)).isEqualTo(!text.equals(without));
    }

    /** What JSON has as a number becomes a text of JSON. */
    @Test
    void whatWasJsonStaysIt() {
        NumberInText bare = new NumberInText("15551239876");

        assertThat(bare.without("{\"a\":15551239876,\"b\":[155512398760],\"p\":\"{\\\"c\\\":15551239876}\"}"))
                .isEqualTo("{\"a\":\"erased\",\"b\":[155512398760],\"p\":\"{\\\"c\\\":\\\"erased\\\"}\"}");
    }

    @Test
    void anAddressStandsInXmlAndUrlsInItsOwnWay() {
        NumberInText address = new NumberInText("sip:a&b@example.com");

        assertThat(address.without("<Sip>sip:a&amp;b@example.com</Sip> ?to=sip%3Aa%26b%40example.com"))
                .isEqualTo("<Sip>erased</Sip> ?to=erased");
    }
}
