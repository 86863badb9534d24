package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.console.Access;
import io.voicewebhooks.console.ConsolePages;
import io.voicewebhooks.console.PageAnswer;
import io.voicewebhooks.console.PageRequest;
import io.voicewebhooks.console.Pages;
import io.voicewebhooks.console.Sessions;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that somebody adds to the console: a board, its file and its notes. */
class ConsolePagesTest {
    private static final String FOLDER = "/io/voicewebhooks/dev/";
    private static final int LONGEST_NOTE = 100_000;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Sessions sessions = new Sessions();
    private boolean loginLinks = true;
    private Application application;

    @TempDir
    Path dir;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(dir.resolve("sound"), "0123456789");
        application = begin(Map.of());
    }

    private Application begin(Map<String, String> settings) {
        return Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .set(settings)
                .bean("board", (ConsolePages) this::add)
                .bean("sessions", sessions)
                .start();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private void add(Pages pages) {
        if (loginLinks) {
            pages.takeLoginLinks();
        }
        pages.entry("/board", "Board");
        pages.problems(request -> problems);
        pages.asset(FOLDER + "board.css");
        pages.get("/board", Access.OPERATOR, request -> board(request, "Nothing on <it>"));
        pages.get("/board/:note", Access.OPERATOR, request -> board(request, request.path("note")));
        pages.direct(
                "GET",
                "/sound",
                Access.OPERATOR,
                request -> request.send(dir.resolve("sound"), "audio/wav", "inline", "a \"sound\"\r\n.wav"));
        pages.post("/board/clear", request -> request.redirect("/board", "The board is clear."));
        pages.post("/board/notes", LONGEST_NOTE, request -> {
            notes.add(request.http().body().asString());
            return PageAnswer.text(201, "application/json", "{\"notes\": " + notes.size() + "}");
        });
    }

    private static PageAnswer board(PageRequest request, String what) {
        return request.page(FOLDER + "board.html", "Board", Map.of("what", what));
    }

    private HttpResponse<String> write(Visitor visitor, String note, String origin) {
        return visitor.send(visitor.request("/board/notes")
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(BodyPublishers.ofString(note)));
    }

    @Test
    void theyLookLikeTheOthersAndAreInTheNavigation() {
        Visitor visitor = Visitor.loggedIn(application);

        HttpResponse<String> page = visitor.get("/board");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<a href=\"/board\" aria-current=\"page\">Board</a>", "Nothing on &lt;it&gt;", "console.css");
        Visitor.document(page);
        assertThat(visitor.get("/board/n1").body()).contains("aria-current=\"page\">Board</a>", "n1");
        assertThat(visitor.get("/sinks").body()).contains("<a href=\"/board\">Board</a>");
        String stylesheet = page.body().replaceFirst("(?s).*href=\"(/assets/[^\"]*board.css)\".*", "$1");
        assertThat(visitor.get(stylesheet).body()).contains("color: inherit");
    }

    @Test
    void actionsAreForOperatorsOnPagesOfOurs() {
        Visitor visitor = Visitor.loggedIn(application);
        assertThat(visitor.post("/board/clear").headers().firstValue("Location"))
                .contains("/board");
        assertThat(visitor.get("/board").body()).contains("The board is clear.");
        assertThat(write(visitor, "a note", application.managementUrl()).body()).isEqualTo("{\"notes\": 1}");
        assertThat(write(visitor, "n".repeat(LONGEST_NOTE), application.managementUrl())
                        .statusCode())
                .isEqualTo(201);
        assertThat(write(visitor, "n".repeat(LONGEST_NOTE + 1), application.managementUrl())
                        .statusCode())
                .isEqualTo(413);
        assertThat(write(visitor, "a note", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(write(Visitor.of(application), "a note", application.managementUrl())
                        .statusCode())
                .isEqualTo(401);
        assertThat(notes).hasSize(2);
        assertThat(Visitor.of(application).get("/board").statusCode()).isEqualTo(303);
        assertThat(RawRequest.get("/board")
                        .host("evil.example")
                        .sendTo(application.managementUrl())
                        .status())
                .isEqualTo(421);
    }

    @Test
    void aFileIsSentWholeAndInParts() {
        Visitor visitor = Visitor.loggedIn(application);
        HttpResponse<String> whole = visitor.get("/sound");
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(whole.headers().firstValue("Content-Disposition")).contains("inline; filename=\"a _sound___.wav\"");
        HttpResponse<String> part = visitor.send(visitor.request("/sound").header("Range", "bytes=3-5"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("345");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 3-5/10");
        assertThat(visitor.send(visitor.request("/sound").header("Range", "bytes=10-"))
                        .statusCode())
                .isEqualTo(416);
        assertThat(visitor.send(visitor.request("/sound").method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValue("Content-Length"))
                .contains("10");
    }

    @Test
    void whatIsWrongStandsOnEachPageForOperators() {
        problems.add("routes/flow-menu.camel.yaml:12: <no such step>");

        assertThat(Visitor.loggedIn(application).get("/health").body())
                .contains("<p class=\"notice bad\">routes/flow-menu.camel.yaml:12: &lt;no such step&gt;</p>");
        assertThat(Visitor.of(application).get("/login").body()).doesNotContain("flow-menu");
    }

    @Test
    void aLinkLogsInAndLastsOverARestart() {
        Visitor visitor = Visitor.of(application);
        assertThat(visitor.get("/login?token=wrong").statusCode()).isEqualTo(401);
        assertThat(visitor.get("/board").statusCode()).isEqualTo(303);

        HttpResponse<String> entered = visitor.get("/login?token=" + Operator.TOKEN + "&next=/board");

        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(entered.headers().firstValue("Location")).contains("/board");
        assertThat(visitor.get("/board").statusCode()).isEqualTo(200);
        int port = application.managementPort();
        application.close();
        application = begin(Map.of("voice.management.port", String.valueOf(port)));
        assertThat(visitor.get("/board").statusCode()).isEqualTo(200);
    }

    @Test
    void noLinkLogsInUnlessTheySaySo() {
        application.close();
        loginLinks = false;
        application = begin(Map.of());
        Visitor visitor = Visitor.of(application);

        HttpResponse<String> page = visitor.get("/login?token=" + Operator.TOKEN);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Log in").doesNotContain(Operator.TOKEN);
        assertThat(visitor.cookie()).isEmpty();
    }

    @Test
    void theyLeadToEachOtherUnderAPathOfAProxy() {
        application.close();
        application = begin(Map.of("voice.management.base-path", "/tools"));
        Visitor visitor = Visitor.loggedIn(application);

        assertThat(visitor.get("/tools/board").body())
                .contains("<a href=\"/tools/board\" aria-current=\"page\">", "action=\"/tools/board/clear\"");
    }
}
