package io.voicewebhooks.dev.standin;

import com.icegreen.greenmail.mail.MovingMessage;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The mail server: takes each mail for everybody, and keeps the newest as files. */
final class MailStandIn implements AutoCloseable {
    static final int MOST = 200;
    private static final String MAIL = ".eml";

    private final Path directory;
    private final Consumer<ReceivedMail> arrived;
    private final SmtpPort server;
    private long number;
    private MovingMessage last;

    MailStandIn(Path directory, int wanted, Consumer<ReceivedMail> arrived) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.arrived = arrived;
        this.number = files().stream().mapToLong(MailFile::number).max().orElse(0);
        this.server = SmtpPort.open(wanted, this::take);
    }

    private synchronized void take(MovingMessage message) throws MessagingException {
        if (message == last) {
            return;
        }
        last = message;
        try {
            MailFile mail = new MailFile(++number, directory.resolve(number + MAIL));
            // always the same: what is left where this ends in the middle is written over
            Path temporary = directory.resolve("mail.tmp");
            try (OutputStream file = Files.newOutputStream(temporary)) {
                message.getMessage().writeTo(file);
            }
            Files.move(temporary, mail.path(), StandardCopyOption.ATOMIC_MOVE);
            for (MailFile old : files().stream().skip(MOST).toList()) {
                Files.delete(old.path());
            }
            arrived.accept(mail.read());
        } catch (IOException e) {
            throw new MessagingException("the mail is not kept: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** Newest first. */
    List<MailFile> mails() {
        try {
            return files();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void clear() throws IOException {
        for (MailFile mail : files()) {
            Files.delete(mail.path());
        }
    }

    private List<MailFile> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{1,18}\\" + MAIL))
                    .map(file -> new MailFile(
                            Long.parseLong(file.getFileName().toString().replace(MAIL, "")), file))
                    .sorted(Comparator.comparing(MailFile::number).reversed())
                    .toList();
        }
    }

    @Override
    public void close() {
        server.stopService();
    }
}
