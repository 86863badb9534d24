package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that calls leave behind. Those of {@code src/it/telephone} are compiled and run in somebody else's project. */
@TestInstance(Lifecycle.PER_CLASS)
class SavedTestTest {
    private static final Path PROJECT = Path.of("src/it/telephone/src/test/java");
    private static final String FIRST = "+15550009999";
    private static final String SECOND = "+15550009998";
    private static final String THIRD = "+15550009997";
    private static final String PRESS = "{\"type\":\"press\",\"keys\":\"%s\"}";
    private static final String REFUSE = "{\"type\":\"refuse\",\"reaction\":\"%s\"}";

    private PhoneClient phone;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        phone = new PhoneClient(
                directory,
                Map.of("call.forward.to", FIRST + ";" + SECOND + ";" + THIRD, "call.hours", "mon-sun 00:00-24:00"));
    }

    @AfterAll
    void stop() {
        phone.close();
    }

    private ObjectNode order() {
        return PhoneClient.MAPPER.createObjectNode().put("from", "+15551230001").put("to", "+15558675310");
    }

    private void savedAs(String name, String call) throws IOException {
        HttpResponse<String> saved = phone.page().get("/phone/calls/" + call + "/test?name=" + name);
        assertThat(saved.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(saved.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + name + "Test.java\"");
        Path file = PROJECT.resolve(name + "Test.java");
        assertThat(saved.body()).isEqualTo(Files.readString(file));
    }

    @Test
    void aMessageWithASound() throws IOException {
        ObjectNode order = order().put("country", "DE").put("path", "/voice/menu");
        order.putObject("parameters").put("CallerName", "\"Ann\" \\u0022 O'Hara\n\u202eü");
        String call = phone.call(order);
        phone.step(call, "caller", "say");
        assertThat(phone.act(call, "caller", PRESS.formatted("1")))
                .as("before the end")
                .isTrue();
        phone.step(call, "caller", "record");
        phone.upload(
                "/phone/calls/" + call + "/audio",
                Audio.tone(Duration.ofMillis(2_500)).bytes());
        phone.step(call, "caller", "record");
        phone.act(call, "caller", PRESS.formatted("#"));
        phone.end(call);

        savedAs("SavedMessage", call);
    }

    @Test
    void aMenuWithKeysAndWords() throws IOException {
        String call = phone.call(order().put("path", "/voice/menu"));
        phone.step(call, "caller", "gather");
        phone.act(call, "caller", PRESS.formatted("9"));
        phone.step(call, "caller", "gather");
        phone.act(call, "caller", "{\"type\":\"say\",\"text\":\"Your hours, \\\"please\\\"\"}");
        phone.step(call, "caller", "gather");
        phone.act(call, "caller", "{\"type\":\"hangUp\"}");
        phone.end(call);

        savedAs("SavedMenu", call);
    }

    @Test
    void aForwardedCall() throws IOException {
        String call = phone.call(order());
        phone.step(call, FIRST, "ring");
        phone.act(call, FIRST, REFUSE.formatted("BUSY"));
        phone.step(call, SECOND, "ring");
        phone.act(call, SECOND, REFUSE.formatted("NO_ANSWER"));
        phone.step(call, THIRD, "ring");
        phone.act(call, THIRD, "{\"type\":\"answer\"}");
        phone.step(call, THIRD, "gather");
        phone.act(call, THIRD, PRESS.formatted("1"));
        phone.step(call, "caller", "talk");
        phone.act(call, "caller", "{\"type\":\"hangUp\"}");
        phone.end(call);

        savedAs("SavedForwarding", call);
    }

    @ParameterizedTest
    @CsvSource({"x", "A/../B", "Aä", "class"})
    void aNameIsThatOfAClass(String name) {
        String call = phone.call(order());
        assertThat(phone.page().get("/phone/calls/" + call + "/test").statusCode())
                .as("not over")
                .isEqualTo(409);
        phone.act(call, "caller", "{\"type\":\"hangUp\"}");
        phone.end(call);
        String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<String> answer = phone.page().get("/phone/calls/" + call + "/test?name=" + encoded);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("name is");
    }
}
