package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.manual.Manual;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Further examples of testing.md, which are this file's own text. */
class HurriedCallerTest {
    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes").set("call.hours", "");

    @Test
    void whoKnowsTheMenuIsDoneBeforeItsEnd() {
        phone.from("+15551230001")
                .at("/voice/menu")
                .hangsUpDuring("Please leave a message after the tone.")
                .calls("+15558675311")
                .hearsFirst("To leave a message press 1 or say message. For our hours press 2 or say hours."
                        + " For the operator press 0 or say operator.")
                .presses("1")
                .hears("Please leave a message after the tone.")
                .hasEnded();
    }

    @Test
    void whatNobodySignedIsRefused() throws Exception {
        HttpRequest unsigned = HttpRequest.newBuilder(URI.create(phone.url() + "/voice/incoming"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(unsigned, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void thePageShowsTheseTests() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/voicewebhooks/testkit/HurriedCallerTest.java"));

        assertThat(source)
                .containsIgnoringWhitespaces(
                        Manual.read().page("testing").block("HurriedCallerTest").strip());
    }
}
