package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No caller's text chooses the address, the method or a header of what is posted to an HTTP sink. */
abstract class HttpSinkAttackTest {
    private static final String[] HEADERS = {
        "Accept-encoding",
        "Connection",
        "Content-length",
        "Content-type",
        "Host",
        "Transfer-encoding",
        "User-agent",
        "Webhook-id",
        "Webhook-signature",
        "Webhook-timestamp"
    };

    private final Target target;

    HttpSinkAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void everyEventGoesToItsAddressWithItsHeaders() {
        assertThat(target.http.posts())
                .hasSize(target.calls() * Target.EVENTS.size())
                .allSatisfy(post -> {
                    assertThat(post.method()).isEqualTo("POST");
                    assertThat(post.path()).isEqualTo("/hooks/voice");
                    assertThat(post.headers().map().keySet()).isSubsetOf(HEADERS);
                    assertThat(post.header("Host")).isEqualTo("127.0.0.1:" + target.http.port());
                    assertThat(post.header("Content-Type")).isEqualTo("application/cloudevents+json");
                    assertThat(post.header("webhook-id"))
                            .isEqualTo(post.json().path("id").asText())
                            .matches("[0-9a-f]{32}");
                    assertThat(post.verified()).isTrue();
                });
    }

    @Test
    void nothingArrivesWhereAnAttackerWantsIt() {
        assertThat(target.evil.posts()).isEmpty();
    }
}
