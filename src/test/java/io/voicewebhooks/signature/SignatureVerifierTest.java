package io.voicewebhooks.signature;

import static io.voicewebhooks.signature.RequestScenario.OTHER_ACCOUNT;
import static io.voicewebhooks.signature.RequestScenario.OTHER_TOKEN;
import static io.voicewebhooks.signature.RequestScenario.TOKEN;
import static io.voicewebhooks.signature.RequestScenario.get;
import static io.voicewebhooks.signature.RequestScenario.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.PublicUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {

    @Test
    void aPostThatTwilioSignedComesIn() {
        assertThat(post().twilioAccepts()).isTrue();
        assertThat(post().verdict().accepted()).isTrue();
    }

    @Test
    void aPostWithAQueryComesIn() {
        RequestScenario request = post().calling("https://voice.example.com/voice/status?b=2&a=%20x%2Fy&c");

        assertThat(request.twilioAccepts()).isTrue();
        assertThat(request.verdict().accepted()).isTrue();
    }

    @Test
    void aGetComesIn() {
        assertThat(get().twilioAccepts()).isTrue();
        assertThat(get().verdict().accepted()).isTrue();
    }

    @Test
    void aFieldThatComesTwiceIsSignedOnceAValueInAnyOrder() {
        RequestScenario request =
                post().withField("Tag", "b").withField("Tag", "a").withField("Tag", "b");

        assertThat(request.signature())
                .isEqualTo(post().withField("Tag", "a").withField("Tag", "b").signature());
        assertThat(request.verdict().accepted()).isTrue();
    }

    @Test
    void aFieldThatWasAddedIsRefused() {
        assertThat(post().signedBefore().withField("To", "+1900").refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aFieldThatWasRemovedIsRefused() {
        assertThat(post().signedBefore().withoutField("From").refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aFieldThatWasChangedIsRefused() {
        assertThat(post().signedBefore()
                        .withoutField("CallStatus")
                        .withField("CallStatus", "busy")
                        .refusal())
                .isEqualTo(Refusal.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/voice/incoming",
                "/voice/status/",
                "/voice//status",
                "/voice/Status",
                "/voice/status?a=b",
                "/voice/%73tatus"
            })
    void anotherTargetThanTheSignedOneIsRefused(String target) {
        assertThat(post().arrivingAs(target).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aQueryThatWasReorderedIsRefused() {
        assertThat(post().calling("https://voice.example.com/voice/status?a=1&b=2")
                        .arrivingAs("/voice/status?b=2&a=1")
                        .refusal())
                .isEqualTo(Refusal.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example.com/voice/status",
                "https://VOICE.example.com/voice/status",
                "http://voice.example.com/voice/status",
                "https://voice.example.com:8443/voice/status"
            })
    void aRequestToAnotherAddressIsRefused(String url) {
        assertThat(post().calling(url).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"https://one.example.com", "https://two.example.com:8443/b"})
    void theVerdictNamesThePublicUrlThatWasCalled(String publicUrl) {
        assertThat(post().withPublicUrls("https://one.example.com", "https://two.example.com:8443/b")
                        .calling(publicUrl + "/voice/status")
                        .verdict()
                        .publicUrl())
                .isEqualTo(PublicUrl.of(publicUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "https://voice.example.com, https://voice.example.com:443",
        "https://voice.example.com:443, https://voice.example.com",
        "https://voice.example.com:8443, https://voice.example.com",
        "http://voice.example.com, http://voice.example.com:80",
        "http://voice.example.com:8080, http://voice.example.com:8080",
        "https://[::1], https://[::1]:443",
        "https://[::1]:8443, https://[::1]"
    })
    void thePortMayBeSignedOrNot(String publicUrl, String signed) {
        assertThat(post().withPublicUrls(publicUrl)
                        .calling(signed + "/voice/status")
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/phone/voice/status", "/voice/status"})
    void aProxyMayKeepThePrefixOrStripIt(String target) {
        assertThat(post().withPublicUrls("https://voice.example.com/phone")
                        .calling("https://voice.example.com/phone/voice/status")
                        .arrivingAs(target)
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @Test
    void aPrefixThatIsConfiguredAndWasNotCalledIsRefused() {
        assertThat(post().withPublicUrls("https://voice.example.com/phone")
                        .calling("https://voice.example.com/voice/status")
                        .refusal())
                .isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void theVerdictTellsPublicUrlsApartThatDifferInTheirPrefix() {
        assertThat(post().withPublicUrls("https://voice.example.com/phone", "https://voice.example.com")
                        .calling("https://voice.example.com/voice/status")
                        .verdict()
                        .publicUrl())
                .isEqualTo(PublicUrl.of("https://voice.example.com"));
    }

    @Test
    void aPrefixThatIsNotConfiguredIsRefused() {
        assertThat(post().calling("https://voice.example.com/phone/voice/status")
                        .arrivingAs("/voice/status")
                        .refusal())
                .isEqualTo(Refusal.MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new-token", "old-token"})
    void eachTokenOfAnAccountMayHaveSigned(String token) {
        assertThat(post().withTokens("new-token", "old-token")
                        .signedWith(token)
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @Test
    void anotherTokenIsRefused() {
        assertThat(post().signedWith("stranger").refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aFurtherAccountSignsWithItsOwnToken() {
        assertThat(post().withAccount(OTHER_ACCOUNT)
                        .signedWith(OTHER_TOKEN)
                        .verdict()
                        .accepted())
                .isTrue();
    }

    @Test
    void aFurtherAccountDoesNotSignForTheMainOne() {
        assertThat(post().signedWith(OTHER_TOKEN).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void theMainAccountDoesNotSignForAFurtherOne() {
        assertThat(post().withAccount(OTHER_ACCOUNT).signedWith(TOKEN).refusal())
                .isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void anUnknownAccountIsRefused() {
        assertThat(post().withAccount("AC" + "9".repeat(32)).refusal()).isEqualTo(Refusal.UNKNOWN_ACCOUNT);
    }

    @Test
    void aRequestThatNamesNoAccountIsOfTheMainOne() {
        assertThat(post().withoutField("AccountSid").verdict().accepted()).isTrue();
    }
}
