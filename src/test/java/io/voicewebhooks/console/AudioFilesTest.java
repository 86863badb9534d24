package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.support.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where audio comes from, and who does not get it. {@link CallPagesTest} plays it from the local archive. */
class AudioFilesTest {
    private static final Pattern LINK = Pattern.compile("src=\"(/calls/CA\\w+/recordings/(RE\\w+))\"");

    /** Long before S3 is given up. */
    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    private Path directory;

    private static HttpResponse<byte[]> get(Office office, String path, String range) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(office.consoleUrl() + path))
                .header("Authorization", "Bearer " + Operator.TOKEN)
                .header("Range", range)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void audioIsReadFromS3WhereThatIsTheArchive() throws Exception {
        try (S3Server s3 = S3Server.start(directory.resolve("s3"));
                Office office = Office.in(directory)) {
            s3.settings().forEach(office::set);
            office.set("voice.sink.calls.enabled", "true").open();
            String sid = office.leavesAMessage("+15551230001", Map.of(), 20);
            Visitor visitor = Visitor.loggedIn(office.application());
            await().until(() ->
                    LINK.matcher(visitor.get("/calls/" + sid).body()).find());
            Matcher link = LINK.matcher(visitor.get("/calls/" + sid).body());
            assertThat(link.find()).isTrue();
            String key = s3.keys().stream()
                    .filter(each -> each.contains(link.group(2) + ".wav"))
                    .findFirst()
                    .orElseThrow();
            byte[] audio = s3.content(key);
            String path = link.group(1);

            // more than one piece
            assertThat(audio.length).isGreaterThan(200_000);
            assertThat(get(office, path, "").body()).isEqualTo(audio);
            HttpResponse<byte[]> part = get(office, path, "bytes=70000-209999");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(audio, 70_000, 210_000));
            assertThat(part.headers().firstValue("Content-Range")).contains("bytes 70000-209999/" + audio.length);

            s3.client().deleteObject(object -> object.bucket(S3Server.BUCKET).key(key));
            assertThat(get(office, path, "").statusCode()).isEqualTo(404);
        }
    }

    /** More than the pages and the operations have threads ask for audio that does not come. */
    @Test
    @SuppressWarnings("try")
    void anS3ThatDoesNotAnswerKeepsNoPageWaiting() throws Exception {
        try (S3Server s3 = S3Server.start(directory.resolve("s3"));
                Office office = Office.in(directory)) {
            s3.settings().forEach(office::set);
            office.open();
            String sid = office.leavesAMessage("+15551230001", Map.of(), 2);
            Visitor visitor = Visitor.loggedIn(office.application());
            await().until(() ->
                    LINK.matcher(visitor.get("/calls/" + sid).body()).find());
            Matcher link = LINK.matcher(visitor.get("/calls/" + sid).body());
            assertThat(link.find()).isTrue();
            URI endpoint = URI.create(s3.endpoint());
            s3.close();
            try (ServerSocket silent =
                    new ServerSocket(endpoint.getPort(), 50, InetAddress.getByName(endpoint.getHost()))) {
                HttpRequest audio = HttpRequest.newBuilder(URI.create(office.consoleUrl() + link.group(1)))
                        .header("Authorization", "Bearer " + Operator.TOKEN)
                        .build();
                HttpClient client = HttpClient.newHttpClient();
                Queue<Socket> asked = new ConcurrentLinkedQueue<>();
                accept(silent, asked);
                await().until(() -> {
                    client.sendAsync(audio, HttpResponse.BodyHandlers.discarding());
                    return asked.size() >= 6;
                });

                for (String path : List.of("/sinks", "/calls/" + sid, "/operations/sinks", "/observe/health/ready")) {
                    HttpRequest page = HttpRequest.newBuilder(URI.create(office.consoleUrl() + path))
                            .header("Authorization", "Bearer " + Operator.TOKEN)
                            .timeout(SOON)
                            .build();
                    assertThat(client.send(page, HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                            .as(path)
                            .isEqualTo(200);
                }
            }
        }
    }

    private static void accept(ServerSocket server, Queue<Socket> sockets) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    sockets.add(server.accept());
                }
            } catch (IOException closed) {
                // the test has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void withoutATokenThereIsNoAudioAndNoNumber() throws Exception {
        try (Office office = Office.in(directory)) {
            office.set("voice.sink.calls.enabled", "true")
                    .without("voice.management.token")
                    .open();
            String sid = office.leavesAMessage("+15559870001", Map.of("CallerName", "Ada +1 555 987 0001"), 2);
            Visitor visitor = Visitor.of(office.application());
            await().until(() -> visitor.get("/calls/" + sid).body().contains("To hear it takes a login."));

            for (String path : new String[] {"/calls", "/calls/" + sid, "/live"}) {
                assertThat(visitor.get(path).body())
                        .contains("…0001")
                        .doesNotContain("5559870001", "555 987 0001", "<audio", ".csv", "<button type=\"submit\">Re");
            }
            String recording = "RE0123456789abcdef0123456789abcdef";
            assertThat(visitor.get("/calls/" + sid + "/recordings/" + recording).statusCode())
                    .isEqualTo(403);
            assertThat(visitor.get("/calls.csv").statusCode()).isEqualTo(403);
            assertThat(visitor.post("/deliveries/redrive", "id", "x", "back", "/calls/" + sid)
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
