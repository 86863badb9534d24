package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who opens the management port in a browser. */
class ManagementPageTest {
    @TempDir
    Path dir;

    @Test
    void thePageAtTheTopNamesWhatIsThereAndNoSecret() {
        try (Application application = Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .start()) {
            Operator stranger = Operator.of(application).withToken(null);
            HttpResponse<String> page = stranger.get("/");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none';");
            assertThat(page.body())
                    .contains("asks for the token")
                    .doesNotContain(Operator.TOKEN, Twilio.ACCOUNT, Twilio.TOKEN);
            List<String> links = Pattern.compile("href=\"([^\"]+)\"")
                    .matcher(page.body())
                    .results()
                    .map(link -> link.group(1))
                    .toList();
            assertThat(links)
                    .contains("/observe/health", "/observe/metrics", "/operations/deliveries")
                    .allSatisfy(link -> assertThat(
                                    Operator.of(application).get(link).statusCode())
                            .isEqualTo(200));
            assertThat(stranger.post("/").statusCode()).isEqualTo(405);
            assertThat(stranger.get("//").statusCode()).isNotEqualTo(200);
            assertThat(stranger.get("/operations/sinks").statusCode()).isEqualTo(401);
        }
    }
}
