package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console behind a proxy that shows it under a path. */
class BasePathTest {
    private static final String BASE = "/tools/voice-console";

    @TempDir
    Path dir;

    /** What the proxy sends on: with the path in front, or without it. */
    private void eachPage(Application application, String left) {
        Visitor visitor = Visitor.at(application.managementUrl());
        HttpResponse<String> refused = visitor.get(left + "/sinks");
        assertThat(refused.headers().firstValue("Location")).contains(BASE + "/login?next=%2Fsinks");
        HttpResponse<String> entered = visitor.post(left + "/login", "token", Operator.TOKEN, "next", "/sinks");
        assertThat(entered.headers().firstValue("Location")).contains(BASE + "/sinks");
        assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Path=" + BASE + ";");
        for (String path : List.of("/", "/sinks", "/deliveries", "/health")) {
            HttpResponse<String> page = visitor.get(left + path);
            assertThat(page.statusCode()).isEqualTo(200);
            List<String> links = Pattern.compile("(?:href|src|action|hx-get)=\"([^\"]+)\"")
                    .matcher(page.body())
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.startsWith("#"))
                    .toList();
            assertThat(links).isNotEmpty().allMatch(link -> link.startsWith(BASE + "/"));
            if (!path.equals("/")) {
                assertThat(page.body()).contains("href=\"" + BASE + path + "\" aria-current=\"page\"");
            }
        }
        String asset =
                visitor.get(left + "/").body().replaceFirst("(?s).*href=\"" + BASE + "(/assets/[^\"]+css)\".*", "$1");
        assertThat(visitor.get(left + asset).statusCode()).isEqualTo(200);
        assertThat(visitor.post(left + "/sinks/file/pause", "reason", "x")
                        .headers()
                        .firstValue("Location"))
                .contains(BASE + "/sinks");
        assertThat(visitor.post(left + "/sinks/file/resume").statusCode()).isEqualTo(303);
        assertThat(visitor.get(left + "/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(visitor.get(left + "/operations/sinks").statusCode()).isEqualTo(401);
        Operator operator = Operator.of(application);
        assertThat(operator.json(left + "/operations/sinks").path("sinks")).isNotEmpty();
        assertThat(operator.post(left + "/operations/sinks/file/pause?reason=x").statusCode())
                .isEqualTo(200);
        assertThat(operator.post(left + "/operations/sinks/file/resume").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aProxyMayRemoveItsPathAndMayLeaveIt() {
        try (Application application = Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.base-path", BASE)
                .start()) {
            eachPage(application, "");
            eachPage(application, BASE);
            assertThat(Visitor.of(application).get(BASE).headers().firstValue("Location"))
                    .contains(BASE + "/");
            assertThat(Visitor.of(application).get(BASE + BASE + "/login").statusCode())
                    .isEqualTo(404);
        }
    }
}
