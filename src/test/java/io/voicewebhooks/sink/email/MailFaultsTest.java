package io.voicewebhooks.sink.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.SmtpProxy;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of mails whose server misbehaves. */
@TestInstance(Lifecycle.PER_CLASS)
class MailFaultsTest {
    private static final String PAUSED = "voice_sink_paused{sink=\"email\"}";
    private static final String USER = "voice";
    private static final String PASSWORD = "mail-password";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Path dir;
    private MailServer mail;
    private SmtpProxy smtp;
    private RecordingServer media;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        mail = MailServer.start().knows(USER, PASSWORD);
        smtp = SmtpProxy.inFrontOf(mail);
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        application = application(dir)
                .set(media.settings())
                .set("voice.sink.file.enabled", "true")
                .start();
        operator = Operator.of(application);
    }

    private Application.Builder application(Path data) {
        return Application.with(data)
                .set(mail.settings())
                .set("voice.sink.email.port", String.valueOf(smtp.port()))
                .set("voice.sink.email.username", USER)
                .set("voice.sink.email.password", PASSWORD)
                .set("voice.retry.schedule", "200ms,".repeat(20) + "1h")
                .set("voice.management.token", Operator.TOKEN);
    }

    @BeforeEach
    void aServerThatWorksAndNothingThatWaits() {
        smtp.answers(command -> null);
        operator.types("sinks", "resume", "email");
        operator.types("deliveries", "retry-now", "--all");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.types("sinks", "list").out()).containsPattern("email +active +0 +0"));
        operator.types("dead-letters", "drop", "--all", "--reason", "of the test before");
        smtp.commands().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        media.close();
        smtp.close();
        mail.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT TO, 550 5.1.1 <office@example.com>: no such user here",
        "RCPT TO, 554 5.7.1 relay access denied",
        "DATA, 554 5.5.1 no valid recipients",
        "., 554 5.6.0 the message looks like spam"
    })
    void aRefusalForGoodIsADeadLetterAtOnceWithTheServersWords(String command, String answer) {
        smtp.answers(line -> line.startsWith(command) ? answer : null);
        String call = callerGivesUp();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly("the mail server answered " + answer));
        assertThat(smtp.commands("MAIL FROM")).isEqualTo(1);
        assertThat(mailsAbout(call)).isEmpty();
        assertThat(application.meter(PAUSED)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT TO, 450 4.2.0 greylisted",
        "RCPT TO, 451 4.3.0 try later",
        "DATA, 451 4.3.0 try later",
        "., 451 4.3.2 the queue is full",
        "MAIL FROM, 421 4.3.2 shutting down"
    })
    void aRefusalForNowMeansAnotherTry(String command, String answer) {
        AtomicInteger refusals = new AtomicInteger();
        smtp.answers(line -> line.startsWith(command) && refusals.getAndIncrement() < 2 ? answer : null);
        String call = callerGivesUp();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(mailsAbout(call)).hasSize(1));
        assertThat(smtp.commands("MAIL FROM")).isEqualTo(3);
        assertThat(application.deadLetters()).isEmpty();
    }

    @Test
    void aConnectionThatDropsBeforeTheAnswerToTheMailMeansACopyWithTheSameMessageId() throws Exception {
        AtomicInteger mails = new AtomicInteger();
        smtp.answers(line -> line.equals(".") && mails.getAndIncrement() == 0 ? SmtpProxy.CUT : null);
        String call = callerGivesUp();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(mailsAbout(call)).hasSize(2));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.depth("voice.sink.email"))
                .isZero());
        assertThat(smtp.commands(".")).isEqualTo(2);
        assertThat(mailsAbout(call).get(0).getMessageID())
                .endsWith("@voice-webhooks>")
                .isEqualTo(mailsAbout(call).get(1).getMessageID());
        assertThat(application.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO", "MAIL FROM", "RCPT TO"})
    void aConnectionThatDropsEarlierMeansOneMail(String command) {
        AtomicInteger cuts = new AtomicInteger();
        smtp.answers(line -> line.startsWith(command) && cuts.getAndIncrement() == 0 ? SmtpProxy.CUT : null);
        String call = callerGivesUp();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(mailsAbout(call)).hasSize(1));
        assertThat(smtp.commands(".")).isEqualTo(1);
    }

    @Test
    void aWrongPasswordPausesTheSinkAndWithTheRightOneEverythingIsMailed() {
        mail.knows(USER, "another-password");
        List<String> calls =
                IntStream.range(0, 6).mapToObj(i -> callerGivesUp()).toList();

        awaitPaused(application, "the mail server refused user name and password: 535");
        assertThat(application.deadLetters()).isEmpty();
        assertThat(smtp.commands("MAIL FROM")).isZero();

        mail.knows(USER, PASSWORD);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(calls)
                .allSatisfy(call -> assertThat(mailsAbout(call)).hasSize(1)));
    }

    @Test
    void whereStartTlsIsRequiredAndNotOfferedNothingGoesOutInClearText(@TempDir Path data) {
        try (Application strict =
                application(data).set("voice.sink.email.security", "starttls").start()) {
            for (int i = 0; i < 5; i++) {
                strict.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "no-answer"));
            }

            awaitPaused(strict, "STARTTLS is required but host does not support STARTTLS");
            assertThat(strict.deadLetters()).isEmpty();
            assertThat(smtp.commands()).isNotEmpty().allMatch(line -> line.matches("(EHLO|HELO|RSET|QUIT).*"));
        }
    }

    @Test
    void aVoicemailWhoseAudioWasRemovedFromTheLocalArchiveIsADeadLetterAndHoldsUpNoOtherMail() throws IOException {
        String call = Twilio.callSid();
        String recording = Twilio.recordingSid();
        String key = Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav";
        media.holds(recording, "RIFF a voicemail WAVE".getBytes(StandardCharsets.UTF_8));
        smtp.answers(line -> line.startsWith("RCPT TO") ? "450 4.2.0 greylisted" : null);
        application.twilio().post("/voice/recording", Twilio.recording(call, recording, "completed"));
        await().atMost(LIMIT).until(() -> smtp.commands("RCPT TO") > 0);

        Files.delete(dir.resolve("archive").resolve(key));
        smtp.answers(line -> null);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly("the audio is not in the local archive any more: " + key));
        assertThat(mailsAbout(call)).isEmpty();
        assertThat(application.meter(PAUSED)).isZero();
    }

    private static void awaitPaused(Application application, String reason) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        application.management("/observe/health").body())
                .contains("email is")
                .contains(reason));
    }

    private String callerGivesUp() {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, "no-answer"))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }

    private List<MimeMessage> mailsAbout(String call) {
        return mail.mails().stream()
                .filter(message ->
                        new String(MailServer.content(message, "text/plain"), StandardCharsets.UTF_8).contains(call))
                .toList();
    }
}
