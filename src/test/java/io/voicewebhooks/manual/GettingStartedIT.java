package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.manual.PageEdits.Edit;
import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.support.Browser;
import io.voicewebhooks.support.Captions;
import io.voicewebhooks.support.NeedsBrowser;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Somebody follows getting-started.md from its first line to its last, in a browser whose microphone hears something. */
@NeedsBrowser
class GettingStartedIT {
    private static final Pattern LINK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)(/login\\?token=\\S+)");
    private static final Pattern TAKEN = Pattern.compile("(?m)^taken after .*$");
    private static final String FRONT = ".desk:not([hidden]) ";
    private static final String CALLER = ".handset:not(.called) ";
    private static final String GREETING = "We have our hands full of dough";

    private final Manual page = Manual.read().page("getting-started");
    private final Iterator<Edit> edits = PageEdits.of("getting-started").iterator();

    @TempDir
    Path home;

    private Path clone;
    private Process dev;
    private Path output;
    private Browser browser;

    /** A clone, after the page's first command. */
    @BeforeEach
    void start() throws IOException {
        clone = Files.createDirectory(home.resolve("voice-webhooks"));
        RouteFolder.copiedTo(clone);
        Files.copy(Path.of("application.properties"), clone.resolve("application.properties"));
        Files.createSymbolicLink(
                clone.resolve("target"),
                Path.of(System.getProperty("application.jar")).getParent());
        output = home.resolve("output");
        dev = shell("exec " + page.block("dev"));
        await().until(() -> LINK.matcher(printed()).find() || !dev.isAlive());
        Matcher link = LINK.matcher(printed());
        assertThat(link.find()).as(printed()).isTrue();
        browser = Captions.noted(Browser.at(
                        link.group(1), "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"))
                .savesTo(Files.createDirectory(home.resolve("Downloads")))
                .visit(link.group(2));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        dev.destroy();
        dev.waitFor();
    }

    private Process shell(String commands) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", commands)
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("TWILIO_") || name.startsWith("VOICE_"));
        environment.put("HOME", home.toString());
        environment.merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        environment.put("VOICE_HTTP_PORT", String.valueOf(Application.freePort()));
        environment.put("VOICE_MANAGEMENT_PORT", String.valueOf(Application.freePort()));
        return builder.start();
    }

    private String printed() throws IOException {
        return Files.readString(output);
    }

    @Test
    void theTenMinutes() throws Exception {
        firstCall();
        greeting();
        order();
        missedCall();
        test();
    }

    private void firstCall() {
        browser.named("Call").click();
        hears("Please leave a message after the tone.");
        leavesAMessage();

        goes("E-mails");
        shows("+15551230001");
        goes("Objects");
        shows("recordings/");
        goes("Posts");
        shows("recording.archived");
    }

    private void greeting() throws IOException {
        saves(1);
        calls("+15558675310");
        hears(GREETING);
        at(CALLER + "[data-do=hangUp]").click();
        ends();
    }

    private void order() throws IOException {
        saves(3);
        calls("+15558675311");
        hears("To order bread press 3 or say order.");
        at(CALLER + "[data-key='3']").click();
        hears(GREETING);
        leavesAMessage();

        await().untilAsserted(() -> assertThat(archived())
                .anyMatch(json -> json.contains("recording.archived") && json.contains("\"mailbox\":\"orders\"")));
        goes("E-mails");
        shows("orders");
    }

    private Stream<String> archived() {
        return ArchivedFiles.in(clone.resolve("data-dev/archive")).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .map(GettingStartedIT::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void missedCall() throws IOException {
        saves(3);
        assertThat(edits).isExhausted();
        calls("+15558675310");
        String called = ".handset[aria-label$='+15550009999'] ";
        await().until(() ->
                !browser.all(FRONT + called.strip() + "[data-step=ring]").isEmpty());
        at(called + "[data-refuse=BUSY]").click();
        hears(GREETING);
        at(CALLER + "[data-do=hangUp]").click();
        ends();

        goes("Posts");
        shows("/chat");
        // the page of the posts gives JSON lines of its own
        shows(page.blocks("json").get(0).replaceFirst("(?s).*:\\s*(\".*\").*", "$1"));
        goes("Sinks");
        shows("chat");
    }

    private void test() throws Exception {
        goes("Telephone");
        // the page has its calls a moment later
        await().ignoreExceptions().untilAsserted(() -> browser.all("#phone-calls button").stream()
                .filter(call -> call.getText().contains("+15558675311"))
                .findFirst()
                .orElseThrow()
                .click());
        browser.one(FRONT + "a[download]").click();
        await().until(() -> !tests(home.resolve("Downloads")).isEmpty());
        assertThat(shell(page.block("keep")).waitFor()).isZero();
        Path project = home.resolve("telephone");
        Path test = tests(project.resolve("src/test/java")).get(0);

        Matcher line = Pattern.compile("`(assertThat\\(.*?;)`").matcher(page.text());
        assertThat(line.find()).isTrue();
        Files.writeString(
                test,
                Files.readString(test)
                        .replaceFirst("\n {4}}\n", "\n" + Matcher.quoteReplacement(line.group(1)) + "$0"));

        assertThat(JUnitProcess.failures(project, test)).isEmpty();
        Path menu = project.resolve("routes/flow-menu.camel.yaml");
        Files.writeString(menu, Files.readString(menu).replace("constant: orders", "constant: others"));
        assertThat(JUnitProcess.failures(project, test)).isNotEmpty();
    }

    private static List<Path> tests(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList();
        }
    }

    /** Makes changes of the page, each saved alone, and waits until they are taken. */
    private void saves(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            long before = TAKEN.matcher(printed()).results().count();
            Edit edit = edits.next();
            edit.in(clone);
            await(edit.file())
                    .untilAsserted(() -> assertThat(TAKEN.matcher(printed()).results())
                            .hasSize((int) before + 1)
                            .last()
                            .matches(line -> line.group().endsWith(edit.file()), edit.file()));
        }
        goes("Telephone");
        await().until(() -> browser.one("#phone-state").getText().equals("ready"));
    }

    private void goes(String page) {
        browser.named(page).click();
    }

    private void shows(String text) {
        await(text).ignoreExceptions().untilAsserted(() -> {
            if (!browser.text().contains(text)) {
                browser.reload();
            }
            assertThat(browser.text()).contains(text);
        });
    }

    private void calls(String number) {
        browser.fill("to", number).named("Call").click();
        await().until(() -> browser.one("#phone-calls [aria-current]").getText().contains(number));
    }

    private WebElement at(String element) {
        return browser.one(FRONT + element);
    }

    private void hears(String text) {
        Captions.await(browser, "caller", text);
    }

    private void leavesAMessage() {
        await().until(() -> at(CALLER + ".says").getText().matches("Recording, ([2-9]|\\d\\d) .*"));
        at(CALLER + "[data-key='#']").click();
        hears("Goodbye");
        ends();
    }

    private void ends() {
        await().until(() -> at(CALLER + ".state").getText().equals("completed"));
    }
}
