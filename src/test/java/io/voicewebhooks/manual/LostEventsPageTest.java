package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.cli.Commands;
import io.voicewebhooks.cli.Terminal;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the configuration of the page do what it says, with an account that has no calls. */
class LostEventsPageTest {
    private static final Manual PAGE = Manual.read().page("lost-events");

    @TempDir
    private Path directory;

    @Test
    void whatThePageShowsCanBeTypedAndConfigured() throws IOException {
        Properties shown = new Properties();
        shown.load(new StringReader(PAGE.blocks("properties").get(0)));
        assertThat(shown).containsEntry("voice.reconcile.enabled", "true");
        try (RestServer rest = RestServer.start()) {
            rest.account(Twilio.ACCOUNT, Twilio.TOKEN);
            Application.Builder builder = Application.with(directory)
                    .set("twilio.api-url", rest.url())
                    .set("voice.management.token", "operators-token")
                    .set("voice.sink.calls.enabled", "true");
            shown.forEach((key, value) -> builder.set(key.toString(), value.toString()));
            try (Application application = builder.start()) {
                List<String> commands = PAGE.blocks("sh").get(0).lines().toList();

                assertThat(commands).hasSize(2).allSatisfy(command -> assertThat(typed(application, command))
                        .contains("ACCOUNT SID", "CALLS", "MISSING", Twilio.ACCOUNT));
                await().untilAsserted(() ->
                        assertThat(rest.requests()).anyMatch(request -> request.contains("Calls.json?EndTime")));
            }
        }
    }

    private static String typed(Application application, String command) {
        String[] words = command.split(" ");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, application::context, name -> null);
        // java -jar voice-webhooks.jar
        int status = Commands.run(terminal, Arrays.copyOfRange(words, 3, words.length));
        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        return printed.toString(StandardCharsets.UTF_8);
    }
}
