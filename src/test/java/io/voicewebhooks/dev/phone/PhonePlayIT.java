package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sounds that TwiML plays, from a server that is none of ours. */
class PhonePlayIT extends PhoneScenario {
    /** Notes each sound that was heard to its end, with its length, and what is said of one that cannot be played. */
    private static final String EAR = """
            window.heard = [];
            window.Audio = class extends window.Audio {
              constructor(url) {
                super(url);
                this.addEventListener("ended", () => window.heard.push(`${new URL(url).pathname} ${this.duration}`));
              }
            };
            new MutationObserver((changes) => changes.forEach(({ target }) => {
              if (/cannot play/.test(target.textContent) && target.matches(".hint")) window.said = target.textContent;
            })).observe(document, { subtree: true, childList: true });
            """;

    private final List<Headers> browsers = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeAll
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        browser.prepares(EAR);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        routes.edit(
                "twiml/menu-hours.xml",
                file -> file.replaceFirst(
                        "(?s)<Say.*</Say>",
                        "<Play loop=\"2\">" + url + "/jingle.wav</Play><Play>" + url
                                + "/missing.wav</Play><Say>Both.</Say>"));
        await().until(() -> printed().contains("routes/twiml/menu-hours.xml"));
    }

    @AfterAll
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestHeaders().containsKey("Sec-Fetch-Dest")) {
                browsers.add(exchange.getRequestHeaders());
            }
            if (exchange.getRequestURI().getPath().equals("/jingle.wav")) {
                byte[] sound = Audio.tone(Duration.ofMillis(1_500)).bytes();
                exchange.getResponseHeaders().set("Content-Type", "audio/wav");
                exchange.sendResponseHeaders(200, sound.length);
                exchange.getResponseBody().write(sound);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    @Test
    void aSoundIsHeardToItsEndAndOneThatIsMissingIsNamed() {
        calls("+15551230001", MENU_NUMBER);
        hears(CALLER, "For our hours press 2");
        presses(CALLER, "2");
        await().until(() -> conversation().contains("hears \"Both.\""));
        does(CALLER, "hangUp");
        ends("completed");

        assertThat(browser.evaluate("return window.heard")).isEqualTo(List.of("/jingle.wav 1.5", "/jingle.wav 1.5"));
        assertThat(browsers).isNotEmpty().allSatisfy(request -> {
            assertThat(request.getFirst("Sec-Fetch-Dest")).isEqualTo("audio");
            assertThat(request).doesNotContainKey("Referer");
        });
        assertThat(browser.evaluate("return window.said")).asString().startsWith("The browser cannot play it: ");
        assertThat(conversation()).contains("11217: the application answered 404", "missing.wav");
    }
}
