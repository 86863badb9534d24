package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mail server as programs see it that write what they like, and as a page in a browser does. */
@Timeout(60)
class MailStandInTest {
    private static final String TO = "office@example.com";

    private final List<ReceivedMail> told = new CopyOnWriteArrayList<>();
    private MailStandIn server;

    private Path directory;

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        directory = dir;
        server = new MailStandIn(dir, 0, told::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends a mail as it is written, to two people. */
    private void send(String mail) throws IOException {
        String session = "EHLO program\nMAIL FROM:<a@example.com>\nRCPT TO:<" + TO
                + ">\nRCPT TO:<b@example.com>\nDATA\n" + mail + "\n.\nQUIT\n";
        assertThat(answer(session.replace("\n", "\r\n"))).contains("354 ", "221 ");
    }

    private ReceivedMail newest() throws IOException {
        return server.mails().get(0).read();
    }

    /** A process that was killed leaves its file. */
    @Test
    void whatWasHalfWrittenIsWrittenOver() throws Exception {
        Files.writeString(directory.resolve("mail.tmp"), "Subject: half a m");

        send("Subject: whole\n\ntext\n");

        assertThat(newest().subject()).isEqualTo("whole");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aMailForSeveralIsKeptOnceAndTheNewestOfMany() throws Exception {
        for (int i = 1; i <= 203; i++) {
            send("Subject: " + i + "\n\ntext\n");
        }

        assertThat(server.mails())
                .hasSize(200)
                .extracting(MailFile::number)
                .startsWith(203L)
                .endsWith(4L);
        assertThat(newest().subject()).isEqualTo("203");
        assertThat(told).hasSize(203);
    }

    @Test
    void partsWithinPartsAreReadAsFarAsAnybodyWritesThem() throws Exception {
        StringBuilder mail = new StringBuilder("Subject: nested\n");
        for (int depth = 0; depth < 5_000; depth++) {
            mail.append("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n".formatted(depth, depth));
        }
        send(mail + "Content-Type: text/plain\n\ndeep\n");

        assertThat(newest().subject()).isEqualTo("nested");
        send("Subject: next\n\ntext\n");
        assertThat(newest().subject()).isEqualTo("next");
    }

    @Test
    void whatAMailForwardsIsRead() throws Exception {
        send("""
                Subject: forwarded
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/alternative; boundary=inner

                --inner
                Content-Type: text/plain

                the text
                --inner--
                --outer
                Content-Type: audio/wav; name=message.wav
                Content-Transfer-Encoding: base64

                UklGRg==
                --outer--
                """);

        assertThat(newest().text()).isEqualTo("the text");
        assertThat(newest().attachments()).containsExactly(new ReceivedMail.Attachment(1, "message.wav", true, 4));
        assertThat(server.mails().get(0).attachment("1").orElseThrow().file()).hasContent("RIFF");
    }

    /** An encoded word may hold anything. */
    @ParameterizedTest
    @ValueSource(strings = {"=?utf-8?Q?<b>=1B[2J=00=0D=0ABcc:_all@example.com?=", "=?utf-8?B?!!!?=", "=?x-none?Q?a?="})
    void aHostileSubjectIsOneLine(String subject) throws Exception {
        send("Subject: " + subject + "\n\ntext\n");

        assertThat(newest().subject()).isNotBlank().doesNotMatch("(?s).*\\p{Cntrl}.*");
        assertThat(newest().text()).isEqualTo("text");
    }

    @Test
    void aLongSubjectIsCut() throws Exception {
        send("Subject: " + "long ".repeat(10_000) + "\n\ntext\n");

        assertThat(newest().subject()).hasSizeLessThanOrEqualTo(1_024).startsWith("long long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1", "OPTIONS / HTTP/1.1", "PUT /mail HTTP/1.1", "GET /long"})
    void aPageInABrowserSendsNoMail(String request) throws IOException {
        String path = request.endsWith("long") ? "p".repeat(5_000) : "";
        String body = "EHLO page\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<" + TO + ">\r\nDATA\r\n"
                + "Subject: planted\r\n\r\ntext\r\n.\r\nQUIT\r\n";
        String http = request + path + "\r\nHost: 127.0.0.1:" + server.port() + "\r\nContent-Type: text/plain\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;

        String answer = answer(http);

        assertThat(answer).doesNotContain("250 ", "354 ");
        assertThat(server.mails()).isEmpty();
    }

    /** What comes until the server hangs up. */
    private String answer(String sent) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                answer.append((char) read);
            }
        } catch (SocketException e) {
            // it did so while more was on its way, which may lose what it said
        }
        return answer.toString();
    }
}
