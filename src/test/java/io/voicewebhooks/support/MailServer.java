package io.voicewebhooks.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real SMTP server (GreenMail) that keeps what it gets. */
public final class MailServer implements AutoCloseable {
    public static final String FROM = "voice@example.com";
    public static final String TO = "office@example.com";

    private final GreenMail server;

    private MailServer(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(10_000);
        server = new GreenMail(setup);
        server.start();
    }

    public static MailServer start() {
        return start(0);
    }

    public static MailServer start(int port) {
        return new MailServer(port);
    }

    /** Lets somebody log in. */
    public MailServer knows(String user, String password) {
        server.setUser(user, password);
        return this;
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** The application's configuration for this server. */
    public Map<String, String> settings() {
        return Map.of(
                "voice.sink.email.enabled",
                "true",
                "voice.sink.email.host",
                "127.0.0.1",
                "voice.sink.email.port",
                String.valueOf(port()),
                "voice.sink.email.security",
                "none",
                "voice.sink.email.from",
                FROM,
                "voice.sink.email.to",
                TO);
    }

    public List<MimeMessage> mails() {
        return List.of(server.getReceivedMessages());
    }

    /** The bodies of a mail, attachments too, outermost first. */
    public static List<Part> parts(Part part) {
        try {
            List<Part> parts = new ArrayList<>();
            if (part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    parts.addAll(parts(multipart.getBodyPart(i)));
                }
            } else {
                parts.add(part);
            }
            return parts;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The decoded content of the first part of a type, for example {@code text/plain}. */
    public static byte[] content(MimeMessage mail, String type) {
        try {
            for (Part part : parts(mail)) {
                if (part.isMimeType(type)) {
                    return part.getInputStream().readAllBytes();
                }
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("the mail has no part of type " + type);
    }

    @Override
    public void close() {
        server.stop();
    }
}
