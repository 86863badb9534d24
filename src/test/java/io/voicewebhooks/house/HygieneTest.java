package io.voicewebhooks.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.Header;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a caller wrote is data: no header of a reply, a mail or a request, no address, no log line of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class HygieneTest {
    private static final String[] HOSTILE = {
        "To", "attacker@evil.example",
        "Subject", "You have won",
        "Bcc", "attacker@evil.example",
        "Reply-To", "attacker@evil.example",
        "CamelHttpUri", "http://127.0.0.1:1/evil",
        "CamelHttpMethod", "DELETE",
        "CAmelJmsDestinationName", "voice.stolen",
        "JMSReplyTo", "voice.stolen",
        "mail.smtp.host", "evil.example",
        "Content-Type", "text/evil",
        "CallerName", "Eve\r\nX-Injected: yes\r\n\r\n<b>bold</b> ${sys.user.home} {{twilio.auth-token}}"
    };

    private MailServer mail;
    private HttpReceiver http;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        mail = MailServer.start();
        http = HttpReceiver.start();
        application =
                Application.with(dir).set(mail.settings()).set(http.settings()).start();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
        mail.close();
    }

    @Test
    void aReplyCarriesNothingOfTheForm() {
        for (String path : List.of("/voice/incoming", "/voice/status", "/voice/fallback")) {
            HttpResponse<String> reply =
                    application.twilio().post(path, hostile(Twilio.status(Twilio.callSid(), "busy")));

            assertThat(reply.statusCode()).isBetween(200, 204);
            assertThat(reply.headers().map().keySet())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .isSubsetOf("content-length", "content-type", "voice-webhooks");
            assertThat(reply.body())
                    .doesNotContain("X-Injected")
                    .doesNotContain("<b>")
                    .doesNotContain("@evil");
        }
    }

    @Test
    void aMailGoesToTheConfiguredRecipientWithItsOwnHeaders() throws Exception {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", hostile(Twilio.status(call, "no-answer")));

        await().until(() -> mail.mails().size() == 1);
        MimeMessage message = mail.mails().get(0);
        assertThat(message.getAllRecipients()).hasSize(1).allSatisfy(to -> assertThat(to)
                .hasToString(MailServer.TO));
        assertThat(message.getFrom()).hasSize(1).allSatisfy(from -> assertThat(from)
                .hasToString(MailServer.FROM));
        assertThat(message.getSubject()).isEqualTo("Voice notice");
        assertThat(Collections.list(message.getAllHeaders()).stream().map(Header::getName))
                .isSubsetOf(
                        "Return-Path",
                        "Received",
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type");
        assertThat(new String(MailServer.content(message, "text/html"), StandardCharsets.UTF_8))
                .doesNotContain("<b>");
    }

    @Test
    void anHttpSinkGetsOnlyItsOwnHeadersAtItsOwnAddress() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", hostile(Twilio.status(call, "completed")));

        ReceivedPost post = http.await(call);
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.path()).isEqualTo("/hooks/voice");
        assertThat(post.headers().map().keySet())
                .isSubsetOf(
                        "Accept-encoding",
                        "Connection",
                        "Content-length",
                        "Content-type",
                        "Host",
                        "Transfer-encoding",
                        "User-agent",
                        "Webhook-id",
                        "Webhook-signature",
                        "Webhook-timestamp");
        assertThat(post.header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(post.json().at("/data/CallerName").asText()).isEqualTo(HOSTILE[HOSTILE.length - 1]);
        assertThat(post.json().at("/data/CAmelJmsDestinationName").asText()).isEqualTo("voice.stolen");
    }

    @Test
    void noNumberAndNoTokenIsLoggedAndEveryLineOfACallNamesIt() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent line) {
                // keeps the call of now
                line.prepareForDeferredProcessing();
                super.append(line);
            }
        };
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        try {
            String call = Twilio.callSid();
            application.twilio().post("/voice/incoming", Twilio.call(call));
            application.twilio().post("/voice/status", Twilio.status(call, "no-answer"));
            application.twilio().post("/voice/status?secret=query", Twilio.status(call, "busy"), "forged");
            application
                    .twilio()
                    .post("/voice/fallback", Twilio.with(Twilio.call(call), "ErrorCode", "11200\nINFO forged line"));
            await().until(() -> http.about(call).size() == 2);

            List<String> texts =
                    lines.list.stream().map(line -> line.getFormattedMessage()).toList();
            assertThat(texts)
                    .isNotEmpty()
                    .noneMatch(text -> text.contains("+1555") || text.contains(Twilio.TOKEN) || text.contains("query"));
            assertThat(texts).noneMatch(text -> text.contains("\nINFO forged"));
            assertThat(lines.list)
                    .anyMatch(line -> line.getFormattedMessage().contains("11200")
                            && call.equals(line.getMDCPropertyMap().get("callSid")));
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
    }

    private static List<Entry<String, String>> hostile(List<Entry<String, String>> parameters) {
        return Twilio.with(parameters, HOSTILE);
    }
}
