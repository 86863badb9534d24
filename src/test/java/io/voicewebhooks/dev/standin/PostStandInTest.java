package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of what is posted is kept. */
class PostStandInTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Post> told = new ArrayList<>();

    private int post(PostStandIn endpoint, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoint.server().url() + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Test
    void theNewestAreKept() throws Exception {
        try (PostStandIn endpoint = new PostStandIn(0, told::add)) {
            for (int i = 1; i <= 1_003; i++) {
                assertThat(post(endpoint, "/" + i, "")).isEqualTo(200);
            }

            assertThat(endpoint.posts())
                    .extracting(Post::path)
                    .hasSize(1_000)
                    .startsWith("/1003", "/1002")
                    .endsWith("/4");
            assertThat(told).hasSize(1_003);
        }
    }

    @Test
    void aLongBodyIsCutAndAVeryLongOneRefused() throws Exception {
        try (PostStandIn endpoint = new PostStandIn(0, told::add)) {
            assertThat(post(endpoint, "/" + "p".repeat(3_000), "b".repeat(1 << 20)))
                    .isEqualTo(200);
            assertThat(post(endpoint, "/", "b".repeat((1 << 20) + 1))).isEqualTo(413);

            assertThat(endpoint.posts()).singleElement().satisfies(post -> {
                assertThat(post.body()).hasSize(16_384);
                assertThat(post.path()).hasSize(1_024);
            });
        }
    }
}
