package io.voicewebhooks.signature;

import static io.voicewebhooks.signature.RequestScenario.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY_MISMATCH")
    void aRefusalNamesNoPublicUrl(Refusal refusal) {
        SignatureVerifier.Verdict verdict =
                switch (refusal) {
                    case NO_SIGNATURE -> post().withSignatures().verdict();
                    case UNKNOWN_ACCOUNT -> post().withAccount("AC1").verdict();
                    case KEY_HEADER ->
                        post().withSettings(List.of(""), List.of()).verdict();
                    case UNKNOWN_ALGORITHM ->
                        post().withSettings(List.of("key=a,algorithm=none"), List.of())
                                .verdict();
                    case UNKNOWN_KEY ->
                        post().withSettings(List.of("key=a"), List.of()).verdict();
                    case MISMATCH, BODY_MISMATCH ->
                        post().signedWith("stranger").verdict();
                };

        assertThat(verdict).isEqualTo(new SignatureVerifier.Verdict(null, refusal));
        assertThat(verdict.accepted()).isFalse();
    }
}
