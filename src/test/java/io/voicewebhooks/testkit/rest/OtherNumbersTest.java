package io.voicewebhooks.testkit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.manual.Manual;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of testing.md of an application that is not ours and changes its number, which is this file's own text. */
class OtherNumbersTest {
    private static final String AC = "AC0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void anApplicationThatIsRefusedOnceTriesAgain() throws Exception {
        try (RestServer twilio = RestServer.start()) {
            RestAccount account = twilio.account(AC, TOKEN);
            String number = account.number("+15558675310", Map.of("voice_url", "https://old.example.com/voice"));
            twilio.fails(RestFault.TOO_MANY_REQUESTS, "IncomingPhoneNumbers", 1);

            pointsAtItself(twilio.url(), number);

            assertThat(account.get(number).path("voice_url").asText()).isEqualTo("https://new.example.com/voice");
            assertThat(twilio.requests()).hasSize(2);
        }
    }

    /** What such an application does. */
    private static void pointsAtItself(String url, String number) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((AC + ":" + TOKEN).getBytes(StandardCharsets.ISO_8859_1));
        HttpRequest change = HttpRequest.newBuilder(
                        URI.create(url + "/2010-04-01/Accounts/" + AC + "/IncomingPhoneNumbers/" + number + ".json"))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("VoiceUrl=https%3A%2F%2Fnew.example.com%2Fvoice"))
                .build();
        int status = 429;
        while (status == 429) {
            status = HttpClient.newHttpClient()
                    .send(change, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void thePageShowsThisTest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/voicewebhooks/testkit/rest/OtherNumbersTest.java"));

        assertThat(source)
                .containsIgnoringWhitespaces(
                        Manual.read().page("testing").block("OtherNumbersTest").strip());
    }
}
