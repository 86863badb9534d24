package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.manual.PageEdits.Edit;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.TwilioPhone;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What getting-started.md changes, on the telephone; {@code GettingStartedIT} does it in a browser. */
class GettingStartedPageTest {
    private static final String CALLER = "+15551230001";
    private static final String KEYS = "application.properties";
    private static final String GREETING =
            "This is Anna's bakery. We have our hands full of dough: please leave a message after the tone.";

    private static final HttpReceiver CHAT = HttpReceiver.start();
    private static final Path COPY = edited();

    @RegisterExtension
    static final TwilioPhone phone = phone();

    private static Path edited() {
        try {
            Path copy = copy(Files.createTempDirectory(Path.of("target"), "started"));
            for (Edit edit : PageEdits.of("getting-started")) {
                edit.in(copy);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path directory) throws IOException {
        RouteFolder.copiedTo(directory);
        return Files.copy(Path.of(KEYS), directory.resolve(KEYS)).getParent();
    }

    private static TwilioPhone phone() {
        TwilioPhone phone = TwilioPhone.withRoutes(COPY.resolve("routes").toString());
        keys(COPY).forEach(phone::set);
        return phone.set("chat.url", CHAT.url());
    }

    private static Map<String, String> keys(Path directory) {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(directory.resolve(KEYS))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        return keys;
    }

    @AfterAll
    static void closeChat() {
        CHAT.close();
    }

    /** In the order of the page, so whoever saves file by file is shown no problem. */
    @Test
    void eachFileThatIsSavedIsAccepted(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.at(copy(dir));
        Map<String, List<String>> warnings = new LinkedHashMap<>();
        for (Edit edit : PageEdits.of("getting-started")) {
            edit.in(dir);
            CheckScenario check = CheckScenario.with(dir.resolve("data"));
            keys(dir).forEach(check::set);
            warnings.put(edit.file() + " " + edit.name(), check.warnings(routes));
        }

        assertThat(warnings).hasSize(7);
        assertThat(warnings.remove("routes/sink-chat.camel.yaml missed calls"))
                .singleElement()
                .asString()
                .contains("voice.sink.chat");
        assertThat(warnings).allSatisfy((edit, found) -> assertThat(found).isEmpty());
    }

    @Test
    void theGreetingIsTheOneThatWasWritten() {
        phone.callee("+15550009999").busy();

        phone.from(CALLER).calls("+15558675310").hears(GREETING);
    }

    @Test
    void anOrderGoesToItsMailbox() {
        PhoneCall call = menu().presses("3")
                .hears(GREETING)
                .records(Audio.tone(Duration.ofSeconds(1)))
                .presses("#")
                .hears("Thank you. Goodbye.");

        assertThat(call.event("recording.archived").context("mailbox")).isEqualTo("orders");
    }

    @Test
    void theEntryIsChosenByItsWordToo() {
        menu().says("I'd like to order bread").hears(GREETING);
    }

    @Test
    void theOtherEntriesAreAsBefore() {
        PhoneCall call = menu().presses("1")
                .hears(GREETING)
                .records(Audio.tone(Duration.ofSeconds(1)))
                .hangsUp();

        assertThat(call.event("recording.archived").context("mailbox")).isEqualTo("main");
    }

    private static PhoneCall menu() {
        return phone.from(CALLER)
                .calls("+15558675311")
                .hears("To leave a message press 1 or say message. For our hours press 2 or say hours."
                        + " To order bread press 3 or say order. For the operator press 0 or say operator.");
    }

    @Test
    void aMissedCallIsTheLineInTheChatThatThePageShows() {
        phone.callee("+15550009999").busy();

        phone.from(CALLER).calls("+15558675310").wasForwardedTo("+15550009999").hangsUp();

        Awaitility.await().untilAsserted(() -> assertThat(CHAT.posts())
                .extracting(ReceivedPost::body)
                .contains(Manual.read()
                        .page("getting-started")
                        .blocks("json")
                        .get(0)
                        .strip()));
    }

    @Test
    void theSinkIsThatOfTheReadme() {
        Manual manual = Manual.read();

        for (String file : List.of("routes/sink-chat.camel.yaml", "routes/event-router.camel.yaml")) {
            String other = manual.block(file.contains("sink") ? file : file + " (chat)");
            assertThat(manual.block(file + " (missed calls)")).isEqualTo(other);
        }
    }
}
