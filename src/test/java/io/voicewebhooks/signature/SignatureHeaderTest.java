package io.voicewebhooks.signature;

import static io.voicewebhooks.signature.RequestScenario.post;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureHeaderTest {
    private static final String RIGHT = post().signature();

    @Test
    void aMissingHeaderIsRefused() {
        assertThat(post().withSignatures().refusal()).isEqualTo(Refusal.NO_SIGNATURE);
    }

    @Test
    void anEmptyHeaderIsRefused() {
        assertThat(post().withSignatures("").refusal()).isEqualTo(Refusal.NO_SIGNATURE);
    }

    @Test
    void aRepeatedHeaderIsRefusedEvenIfOneIsRight() {
        assertThat(post().withSignatures(RIGHT, RIGHT).refusal()).isEqualTo(Refusal.NO_SIGNATURE);
    }

    @Test
    void aShortenedSignatureIsRefused() {
        assertThat(post().withSignatures(RIGHT.substring(0, 27)).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void anotherSpellingOfTheSameBytesIsRefused() {
        assertThat(post().withSignatures(RIGHT.replace("=", "")).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aSignatureWithTextBehindItIsRefused() {
        assertThat(post().withSignatures(RIGHT + "," + RIGHT).refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void whatIsNoBase64IsRefused() {
        assertThat(post().withSignatures("é\u0000 ü").refusal()).isEqualTo(Refusal.MISMATCH);
    }

    @Test
    void aSignatureOfASharedKeyHasAReasonOfItsOwn() {
        assertThat(post().withSharedKey().signedWith("shared key").refusal()).isEqualTo(Refusal.SHARED_KEY);
        assertThat(post().withSharedKey().withSignatures("A".repeat(43) + "=").refusal())
                .isEqualTo(Refusal.SHARED_KEY);
    }

    @Test
    void aHeaderThatNobodySignedRefusesNothing() {
        assertThat(post().withSharedKey().verdict().accepted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aRefusalNamesNoPublicUrl(Refusal refusal) {
        SignatureVerifier.Verdict verdict =
                switch (refusal) {
                    case NO_SIGNATURE -> post().withSignatures().verdict();
                    case UNKNOWN_ACCOUNT -> post().withAccount("AC1").verdict();
                    case SHARED_KEY ->
                        post().withSharedKey().signedWith("stranger").verdict();
                    case MISMATCH -> post().signedWith("stranger").verdict();
                };

        assertThat(verdict).isEqualTo(new SignatureVerifier.Verdict(null, refusal));
        assertThat(verdict.accepted()).isFalse();
    }
}
