package io.voicewebhooks.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the console rely on: that the browser finds faults, on pages that have them. */
@NeedsBrowser
@TestInstance(Lifecycle.PER_CLASS)
class BrowserIT {
    private static final String HEAD = "<!DOCTYPE html><html lang=en><head><title>A page</title>"
            + "<style>:root { color-scheme: light dark }</style></head><body><main><h1>A page</h1>";
    private static final Map<String, String> PAGES = Map.of(
            "/plain", HEAD + "<p>Nothing is wrong</p><form><input name=q aria-label=q><button>Find</button></form>",
            "/nameless", HEAD + "<img src=data:,>",
            "/refused", HEAD + "<script>document.title = 'A script ran'</script>",
            "/script", HEAD + "<p id=said></p><script src=script.js></script>",
            "/elsewhere", HEAD + "<img alt=there src=http://127.0.0.2:1/pixel>",
            "/script.js", "document.getElementById('said').textContent = 'A script ran'",
            "/favicon.ico", "");

    private HttpServer server;
    private Browser browser;

    @BeforeAll
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = PAGES.get(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            boolean script = exchange.getRequestURI().getPath().endsWith(".js");
            exchange.getResponseHeaders().set("Content-Type", script ? "text/javascript" : "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", "script-src 'self'");
            try (exchange) {
                exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        browser = Browser.at("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
        server.stop(0);
    }

    @Test
    void aPageWithoutAFaultHasNone() {
        browser.visit("/plain");

        assertThat(browser.text()).contains("Nothing is wrong");
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPictureWithoutAWordIsABarrier() {
        browser.visit("/nameless");

        assertThat(browser.barriers()).anyMatch(barrier -> barrier.startsWith("image-alt: <img"));
        browser.complaints();
    }

    @Test
    void whatThePolicyRefusesIsAComplaint() {
        browser.visit("/refused");

        assertThat(browser.title()).isEqualTo("A page");
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void requestsAreKnownWithTheirSize() {
        browser.requests();
        browser.visit("/script");

        assertThat(browser.requests())
                .anySatisfy(request -> {
                    assertThat(request.uri()).hasPath("/script");
                    assertThat(request.bytes())
                            .isGreaterThanOrEqualTo(PAGES.get("/script").length());
                })
                .anySatisfy(request -> assertThat(request.uri()).hasPath("/script.js"));
    }

    @Test
    void aRequestToElsewhereIsKnownThoughNobodyAnswers() {
        browser.requests();
        browser.visit("/elsewhere");

        assertThat(browser.requests())
                .anySatisfy(request -> assertThat(request.uri()).hasHost("127.0.0.2"));
        browser.complaints();
    }

    @Test
    void scriptsAreOffWhereTheyAreSwitchedOff() {
        browser.visit("/script");
        assertThat(browser.one("#said").getText()).isEqualTo("A script ran");

        browser.runsScripts(false).visit("/script");
        try {
            assertThat(browser.text()).contains("A page").doesNotContain("A script ran");
            browser.visit("/plain").fill("q", "a word").named("Find").click();
            await().until(() -> browser.path().equals("/plain?q=a+word"));
        } finally {
            browser.runsScripts(true);
        }
    }

    @Test
    void keysReachWhatTheyShould() {
        browser.visit("/plain");

        assertThat(browser.tab().getDomAttribute("name")).isEqualTo("q");
        browser.presses("hello");
        assertThat(browser.tab().getText()).isEqualTo("Find");
        browser.presses(" ");
        await().until(() -> browser.path().equals("/plain?q=hello"));
    }

    @Test
    void picturesAreLightOrDark(@TempDir Path dir) throws IOException {
        browser.visit("/plain").prefersDark(true).photograph(dir.resolve("dark.png"));
        browser.prefersDark(false).photograph(dir.resolve("light.png"));

        assertThat(corner(dir.resolve("light.png"))).isEqualTo(Color.WHITE);
        assertThat(corner(dir.resolve("dark.png")).getRed()).isLessThan(60);
    }

    private static Color corner(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(1200);
        return new Color(image.getRGB(1190, 5));
    }
}
