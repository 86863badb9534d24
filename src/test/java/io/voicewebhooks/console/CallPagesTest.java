package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Callee;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Calls as an operator sees them: in a list, and one from its first ring to the last delivery. */
@TestInstance(Lifecycle.PER_CLASS)
class CallPagesTest {
    private static final String HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(2)>'\"&{{from}}";

    private Path directory;
    private Office office;
    private Visitor visitor;

    @BeforeAll
    void open(@TempDir Path dir) {
        directory = dir;
        office = Office.in(dir).set("voice.sink.calls.enabled", "true").open();
        visitor = Visitor.loggedIn(office.application());
    }

    @AfterAll
    void close() throws IOException {
        office.close();
    }

    /** A page once the log has what is expected of it, with white space as browsers show it. */
    private String page(String path, String... expected) {
        await().untilAsserted(() -> assertThat(text(path)).contains(expected));
        return text(path);
    }

    private String text(String path) {
        HttpResponse<String> page = visitor.get(path);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return text(Visitor.document(page));
    }

    private static String text(Document page) {
        return page.getElementsByTagName("main").item(0).getTextContent().replaceAll("\\s+", " ");
    }

    @Test
    void aVoicemailIsToldFromTheRingToTheMail() {
        String sid = office.leavesAMessage("+15551230001", Map.of("CallerName", HOSTILE), 3);

        String call = page(
                "/calls/" + sid,
                "voicemail 0:03",
                "+15551230001 calls +15558675310",
                "is put through to " + Office.DESK + " or " + Office.MOBILE,
                Office.DESK + " does not answer",
                Office.MOBILE + " is busy",
                "nobody took the call",
                "hears “Please leave a message after the tone.”",
                "hears a tone and may speak for 180 s",
                "caller has left a message of 3 s",
                "a recording of 3 s is ready",
                "the recording is in the archive",
                "the call is over",
                "CallerName" + HOSTILE,
                "<Record maxLength=\"180\"",
                "curl 'http://127.0.0.1:");
        await().untilAsserted(() -> assertThat(text("/calls/" + sid)).doesNotContain("waits", "being delivered"));
        assertThat(call.indexOf("calls +15558675310")).isLessThan(call.indexOf("nobody took the call"));
        assertThat(call.indexOf("nobody took the call")).isLessThan(call.indexOf("is in the archive"));
        assertThat(visitor.get("/calls/" + sid).body()).contains("<audio", "class=\"leg ");
        assertThat(page("/calls?call-sid=" + sid, "voicemail 0:03")).contains("file delivered", "email delivered");
    }

    @Test
    void whatWasSaidInAVoicemailIsThereForWhoeverIsLoggedIn() {
        String sid = office.leavesAMessage("+15551230008", Map.of(), 3);
        String url = office.application().url();
        List<Map.Entry<String, String>> transcription = Twilio.with(
                Twilio.call(sid),
                "TranscriptionSid",
                "TR" + sid.substring(2),
                "TranscriptionStatus",
                "completed",
                "TranscriptionText",
                "Please call " + HOSTILE);
        assertThat(new Twilio(url, url, Twilio.TOKEN)
                        .post("/voice/callback", transcription)
                        .statusCode())
                .isEqualTo(204);

        page("/calls/" + sid, "the recording says: “Please call " + HOSTILE + "”");
        HttpResponse<String> reader = Visitor.of(office.application()).get("/calls/" + sid);
        assertThat(reader.body()).doesNotContain("Please call");
    }

    @Test
    void bothTelephonesOfAForwardedCallAreInOneTimeline() {
        office.answersWith(Office.DESK, Callee.Reaction.ANSWERS, "1")
                .answersWith(Office.MOBILE, Callee.Reaction.NO_ANSWER, "");
        String sid = office.calls("+15551230002", Office.NUMBER, Map.of());

        String call = page(
                "/calls/" + sid,
                "answered by " + Office.DESK,
                Office.DESK + " is answered",
                "Press 1 to take it",
                "presses 1",
                Office.MOBILE + " ",
                "the call is over");
        assertThat(call).doesNotContain("voicemail");
        String leg = href(visitor.get("/calls/" + sid), ">this leg alone<");
        assertThat(page(leg, "This is a leg of another call")).doesNotContain("+15551230002 calls");
    }

    @Test
    void whatCallersSendIsTextOnEveryPage() {
        String sid = office.calls(
                "+15551230003", Office.MENU_NUMBER, Map.of("CallerName", HOSTILE), new Action.Say(HOSTILE));
        List<Map.Entry<String, String>> digits =
                Twilio.with(Twilio.call(sid), "Digits", "1\r\nSet-Cookie: a=b\r\n\r\n<script>", "SpeechResult", "");
        office.twilio().post("/voice/menu-choice?context.wrong=0", digits);
        page("/calls/" + sid, "says “" + HOSTILE + "”", "presses 1 Set-Cookie: a=b <script>");

        for (String path : List.of("/calls/" + sid, "/calls?number=0003&flow=%3Cscript%3E", "/calls", "/live")) {
            HttpResponse<String> page = visitor.get(path);
            Document document = Visitor.document(page);
            assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(scripts());
            assertThat(document.getElementsByTagName("img").getLength()).isZero();
            assertThat(page.body()).doesNotContain("<script>", "onerror=alert(2)>");
            assertThat(page.headers().map()).doesNotContainKey("set-cookie");
        }
        String curl = text("/calls/" + sid);
        assertThat(curl).contains("-d 'CallerName=%3C%2Ftd%3E%3Cscript%3E", "%27%22%26%7B%7Bfrom%7D%7D'");
    }

    private int scripts() {
        return Visitor.document(visitor.get("/sinks"))
                .getElementsByTagName("script")
                .getLength();
    }

    /** Where a link leads; empty if there is none. */
    private static String href(HttpResponse<String> page, String text) {
        Matcher link =
                Pattern.compile("href=\"([^\"]*)\"[^>]*" + Pattern.quote(text)).matcher(page.body());
        return link.find() ? link.group(1).replace("&amp;", "&").replace("&#x3D;", "=") : "";
    }

    @Test
    void deliveriesThatFailedAreTriedAgainFromTheCall() {
        String dead = office.leavesAMessage(Office.REFUSED, Map.of(), 2);
        String waits = office.leavesAMessage(Office.UNLUCKY, Map.of(), 2);
        page("/calls/" + waits, "http retry 3 of 4, next at ", "503", "Retry all of http now");
        page("/calls?undelivered=true", Office.REFUSED, Office.UNLUCKY, "http dead", "http retrying");
        page("/calls/" + dead, "http gave up at try 1", "422", "Redrive", "Tries");
        Matcher letter = Pattern.compile("name=\"id\" value=\"([^\"]*)\"")
                .matcher(visitor.get("/calls/" + dead).body());
        assertThat(letter.find()).isTrue();

        office.mend();
        HttpResponse<String> redriven =
                visitor.post("/deliveries/redrive", "id", letter.group(1), "back", "/calls/" + dead);
        visitor.post("/deliveries/retry-now", "sink", "http");

        assertThat(redriven.statusCode()).isEqualTo(303);
        assertThat(redriven.headers().firstValue("Location")).contains("/calls/" + dead);
        page("/calls/" + waits, "http delivered at try 4");
        await().untilAsserted(() -> assertThat(text("/calls/" + waits)).doesNotContain("retry 3 of"));
        assertThat(office.http().about(Office.UNLUCKY)).anyMatch(post -> post.status() == 204);
    }

    @Test
    void aCallThatIsNotThereIsExplained() {
        HttpResponse<String> page = visitor.get("/calls/" + Twilio.callSid());

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(text(Visitor.document(page))).contains("voice.sink.calls.keep", "never came here", "log was off");
        assertThat(visitor.get("/calls/%3Cscript%3E").statusCode()).isEqualTo(404);
    }

    @Test
    void audioIsPlayedFromTheArchiveInWholeAndInParts() throws Exception {
        String sid = office.leavesAMessage("+15551230009", Map.of(), 4);
        page("/calls/" + sid, "the recording is in the archive");
        Path file = archived(
                path -> path.toString().contains(sid) && path.toString().endsWith(".wav"));
        byte[] audio = Files.readAllBytes(file);
        String path =
                "/calls/" + sid + "/recordings/" + file.getFileName().toString().replace(".wav", "");

        HttpResponse<byte[]> whole = audio("GET", path, "");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(audio);
        assertThat(whole.headers().firstValue("Content-Type")).contains("audio/x-wav");
        assertThat(whole.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("inline");
        assertThat(audio("GET", path + "?download=1", "").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + file.getFileName() + "\"");
        assertThat(audio("HEAD", path, "").headers().firstValueAsLong("Content-Length"))
                .hasValue(audio.length);

        HttpResponse<byte[]> part = audio("GET", path, "bytes=100-1099");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(audio, 100, 1_100));
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 100-1099/" + audio.length);
        assertThat(audio("GET", path, "bytes=-7").body())
                .isEqualTo(Arrays.copyOfRange(audio, audio.length - 7, audio.length));
        HttpResponse<byte[]> none = audio("GET", path, "bytes=" + audio.length + "-");
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(none.headers().firstValue("Content-Range")).contains("bytes */" + audio.length);

        assertThat(Visitor.of(office.application()).get(path).statusCode()).isEqualTo(303);
        Files.delete(file);
        assertThat(audio("GET", path, "").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/calls/" + sid + "/recordings/..%2F..%2Fx").statusCode())
                .isEqualTo(404);
    }

    private Path archived(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data/archive"))) {
            return files.filter(which).findFirst().orElseThrow();
        }
    }

    private HttpResponse<byte[]> audio(String method, String path, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(office.consoleUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + Operator.TOKEN);
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
