package io.voicewebhooks.support;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Somebody at a browser: the Chromium of this machine with its driver, which nobody downloads; {@link NeedsBrowser} skips tests
 * where there is none. The two are found on the PATH, or named by {@code -Dtest.chromium=} and {@code -Dtest.chromedriver=}.
 */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Says that there are no bindings of the very version of this Chromium, of which we use none. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final String base;
    private final ChromeDriver driver;

    private Browser(String base, ChromeDriver driver) {
        this.base = base;
        this.driver = driver;
    }

    /**
     * Begins at an address, for example {@code http://127.0.0.1:9876}, without cookies.
     *
     * @param arguments further ones of Chromium, for example {@code --use-fake-device-for-media-stream}
     */
    public static Browser at(String base, String... arguments) {
        File chromium = find("chromium").orElseThrow();
        File chromedriver = find("chromedriver").orElseThrow();
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--window-size=1200,900",
                "--hide-scrollbars",
                "--lang=en-US",
                "--autoplay-policy=no-user-gesture-required");
        options.addArguments(arguments);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new Browser(base, new ChromeDriver(service, options));
    }

    /** Whether there is one, for {@link NeedsBrowser}. */
    static boolean isHere() {
        return find("chromium").isPresent() && find("chromedriver").isPresent();
    }

    private static Optional<File> find(String program) {
        return Optional.ofNullable(System.getProperty("test." + program))
                .or(() -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> directory + File.separator + program)
                        .filter(path -> new File(path).canExecute())
                        .findFirst())
                .map(File::new);
    }

    /** Has no file of a page yet. */
    public Browser forgetsFiles() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        return this;
    }

    /** Opens a page, by its path. */
    public Browser visit(String path) {
        driver.get(base + path);
        return this;
    }

    /** Opens the same page again. */
    public Browser reload() {
        driver.navigate().refresh();
        return this;
    }

    /** Saves what is downloaded in a directory, without asking. */
    public Browser savesTo(Path directory) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", directory.toString()));
        return this;
    }

    /** The path of the page that is shown, with its query. */
    public String path() {
        return driver.getCurrentUrl().substring(base.length());
    }

    public String title() {
        return driver.getTitle();
    }

    /** All that can be read, as it is laid out. */
    public String text() {
        // the page may go while it is read
        return Awaitility.await()
                .ignoreExceptions()
                .until(() -> driver.findElement(By.tagName("body")).getText(), text -> true);
    }

    /** The first element that a CSS selector finds, as soon as it is there. */
    public WebElement one(String selector) {
        return found(By.cssSelector(selector));
    }

    private WebElement found(By by) {
        return Awaitility.await().ignoreExceptions().until(() -> driver.findElement(by), element -> true);
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The first button or link with a text, as soon as it is there. */
    public WebElement named(String text) {
        return found(
                By.xpath("//*[self::button or self::a or self::summary][normalize-space(.)=\"%s\"]".formatted(text)));
    }

    /** Fills in a field, by its name. */
    public Browser fill(String field, String value) {
        WebElement input = one("[name='" + field + "']");
        input.clear();
        input.sendKeys(value);
        return this;
    }

    /** Presses keys, wherever the focus is. */
    public Browser presses(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
        return this;
    }

    /** Goes to the next element by the tabulator; which it is. */
    public WebElement tab() {
        presses(Keys.TAB);
        return driver.switchTo().activeElement();
    }

    /** What a script in the page returns. */
    public Object evaluate(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Is somebody who prefers dark colours, or one who does not. */
    public Browser prefersDark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /** Is somebody in that zone, from the next page on. */
    public Browser isIn(ZoneId zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone.getId()));
        return this;
    }

    /** Runs a script in each page that is opened from now on, before those of the page. */
    public Browser prepares(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        return this;
    }

    /** Has a window of so many pixels. */
    public Browser isWide(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** Runs the scripts of pages that are opened from now on, or does not. */
    public Browser runsScripts(boolean run) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
        return this;
    }

    /** Warnings and errors of the browser's console since it was last asked: of scripts, of the policy, failed requests. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /**
     * A request that the browser made.
     *
     * @param bytes of head and body, as they came over the network; 0 where no answer has ended
     */
    public record Request(URI uri, long bytes) {}

    /** The requests since it was last asked; what the browser had kept is not among them. */
    public List<Request> requests() {
        Map<String, Request> requests = new LinkedHashMap<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = read(entry.getMessage()).path("message");
            JsonNode parameters = message.path("params");
            String id = parameters.path("requestId").asText();
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" ->
                    requests.put(
                            id,
                            new Request(URI.create(parameters.at("/request/url").asText()), 0));
                case "Network.loadingFinished" ->
                    requests.computeIfPresent(
                            id,
                            (same, request) -> new Request(
                                    request.uri(),
                                    parameters.path("encodedDataLength").asLong()));
                default -> {}
            }
        }
        return List.copyOf(requests.values());
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is hard to use for people who do not see, hear or point well: rule and element, by axe. */
    public List<String> barriers() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .flatMap(Browser::elements)
                        .toList();
    }

    private static Stream<String> elements(Rule rule) {
        return rule.getNodes().stream()
                .map(node -> rule.getId() + ": " + node.getHtml() + " " + node.getFailureSummary());
    }

    /** Takes a picture of the whole page, as wide as the window. */
    public void photograph(Path file) {
        Object size =
                driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        Map<String, Object> all = new HashMap<>(MAPPER.convertValue(size, new TypeReference<>() {}));
        all.put("scale", 1);
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", all))
                .get("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
