package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.dev.Desk;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.Visitor;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the real sinks leave at the stand-ins after a message, and what the console shows of it. */
@TestInstance(Lifecycle.PER_CLASS)
class StandInsTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'&";

    private Desk desk;
    private String call;

    @BeforeAll
    void leaveAMessage(@TempDir Path dir) throws Exception {
        desk = new Desk(dir);
        call = desk.leavesAMessage(Map.of("CallerName", HOSTILE));
        await().until(() -> desk.mails().size() == 1
                && desk.posts().stream().anyMatch(post -> post.body().contains("recording.archived"))
                && desk.keys().stream().anyMatch(key -> key.contains("/events/"))
                && desk.keys().stream().anyMatch(key -> key.endsWith(".mp3") || key.endsWith(".wav")));
    }

    @AfterAll
    void close() throws Exception {
        desk.close();
    }

    private Visitor visitor() {
        return Visitor.loggedIn(desk.application());
    }

    private String page(String path) {
        HttpResponse<String> page = visitor().get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        Visitor.document(page);
        assertThat(page.body()).doesNotContain("<script>alert");
        return page.body();
    }

    private static String link(String page, String pattern) {
        var found = Pattern.compile(pattern).matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    /** The content of a player of a page: a sound, of which a part can be had. */
    private void isHeard(String source) {
        HttpResponse<String> sound = visitor().get(source);
        assertThat(sound.statusCode()).isEqualTo(200);
        assertThat(sound.headers().firstValue("Content-Type").orElse("")).matches("audio/(wav|mpeg)");
        assertThat(sound.body().length()).isGreaterThan(1_000);
        Visitor again = visitor();
        HttpResponse<String> part = again.send(again.request(source).header("Range", "bytes=0-99"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Length")).contains("100");
    }

    @Test
    void aMessageIsAMailWithItsSound() throws Exception {
        assertThat(desk.mails().get(0).attachments()).isNotEmpty();
        String page = page("/emails");
        assertThat(page).contains("office@example.com", "aria-current=\"page\">E-mails</a>");
        isHeard(link(page, "<audio[^>]* src=\"([^\"]+)\""));
    }

    @Test
    void aMessageIsObjectsOfEventsAndSound() {
        String page = page("/objects");
        assertThat(page).contains("voice-archive/events/", "voice-archive/recordings/");
        isHeard(link(page, "<audio[^>]* src=\"([^\"]+)\""));
        String event = page(link(page, "href=\"(/objects/content\\?key=voice-archive%2Fevents[^\"]+)\""));
        assertThat(event).contains("&quot;specversion&quot; : &quot;1.0&quot;", call);
        HttpResponse<String> file = visitor().get(link(event, "href=\"(/objects/file\\?[^\"]+)\""));
        assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment;");
    }

    @Test
    void eachEventIsAPostWhoseSignatureIsVerified() {
        assertThat(desk.posts().stream().filter(post -> post.path().equals("/events")))
                .isNotEmpty()
                .allMatch(post -> post.verified())
                .anyMatch(post -> call.equals(post.callSid()));
        assertThat(page("/posts")).contains("/events", ">verified<", "href=\"/calls/" + call + "\">recording.archived");
    }

    @Test
    void aWrongSignatureAndNoneAreShownAsSuch() throws Exception {
        String url = "http://"
                + URI.create(desk.standIns().settings().get("voice.sink.http.url"))
                        .getAuthority();
        post(HttpRequest.newBuilder(URI.create(
                        url + "/%3Cscript%3E?a=<b>".replace("<", "%3C").replace(">", "%3E")))
                .header("webhook-id", "m1")
                .header("webhook-timestamp", String.valueOf(System.currentTimeMillis() / 1000))
                .header("webhook-signature", "v1,d3Jvbmc=")
                .POST(HttpRequest.BodyPublishers.ofString(HOSTILE)));
        post(HttpRequest.newBuilder(URI.create(url + "/chat"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + HOSTILE.replace("\"", "") + "\"}")));

        assertThat(page("/posts")).contains("wrong signature", "not signed", "POST /chat");
    }

    private static void post(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aHostileMailIsText() throws Exception {
        Map<String, String> settings = desk.standIns().settings();
        Properties server = new Properties();
        server.put("mail.smtp.host", settings.get("voice.sink.email.host"));
        server.put("mail.smtp.port", settings.get("voice.sink.email.port"));
        MimeMessage mail = new MimeMessage(Session.getInstance(server));
        mail.setFrom("a@example.com");
        mail.setRecipients(Message.RecipientType.TO, "b@example.com");
        mail.setSubject("hostile " + HOSTILE + "\u0000\u001b[2J");
        mail.setText(HOSTILE);
        Transport.send(mail);
        await().until(() ->
                desk.mails().stream().anyMatch(each -> each.subject().startsWith("hostile")));

        assertThat(page("/emails")).contains("<h2>hostile &lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @Test
    void nothingIsShownWithoutTheLogin() {
        Visitor stranger = Visitor.of(desk.application());
        for (String path : List.of(
                "/emails", "/emails/1/1", "/objects", "/objects/content?key=x", "/objects/file?key=x", "/posts")) {
            HttpResponse<String> refused = stranger.get(path);
            assertThat(refused.statusCode()).isEqualTo(303);
            assertThat(refused.body()).isEmpty();
        }
        assertThat(stranger.post("/posts/clear").statusCode()).isEqualTo(401);
        assertThat(visitor().get("/emails/1/99").statusCode()).isEqualTo(404);
        assertThat(visitor().get("/emails/../1").statusCode()).isEqualTo(404);
        assertThat(visitor().get("/objects/file?key=..%2Fmail%2F1.eml").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pagesOfABrowserGetNothingFromTheServers() {
        Map<String, String> settings = desk.standIns().settings();
        for (String url : List.of(settings.get("voice.sink.s3.endpoint"), settings.get("voice.sink.http.url"))) {
            assertThat(RawRequest.get("/voice-archive/")
                            .host("evil.example")
                            .sendTo(url)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whatWasSentOutlivesTheApplication() {
        desk.shut();
        desk.open();
        assertThat(page("/objects")).contains(desk.keys());
        assertThat(page("/emails")).contains("<audio");
        assertThat(page("/posts")).contains(call);
    }
}
