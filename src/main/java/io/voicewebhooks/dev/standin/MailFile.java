package io.voicewebhooks.dev.standin;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** A mail as it came, which may be anything. */
record MailFile(long number, Path path) {
    private static final int LONGEST_TEXT = 16_384;
    private static final int LONGEST_LINE = 1_024;
    private static final int MOST_PARTS = 100;
    /** Of parts in parts. */
    private static final int DEEPEST = 10;

    /** What is in it that somebody can read or hear. */
    ReceivedMail read() throws IOException {
        String received = Files.getLastModifiedTime(path).toInstant().toString();
        try {
            MimeMessage message = message();
            List<Part> parts = parts(message);
            List<ReceivedMail.Attachment> attachments = new ArrayList<>();
            String text = "";
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                if (part.getFileName() != null) {
                    attachments.add(attachment(i, part));
                } else if (text.isEmpty()
                        && part.isMimeType("text/plain")
                        && part.getContent() instanceof String plain) {
                    text = plain.substring(0, Math.min(plain.length(), LONGEST_TEXT))
                            .strip();
                }
            }
            String subject = line(Objects.requireNonNullElse(message.getSubject(), ""));
            return new ReceivedMail(
                    number,
                    subject.isBlank() ? "(no subject)" : subject,
                    people(message.getFrom()),
                    people(message.getAllRecipients()),
                    received,
                    text,
                    attachments);
        } catch (MessagingException | IOException | RuntimeException e) {
            return new ReceivedMail(number, "(not readable)", "", "", received, line(String.valueOf(e)), List.of());
        }
    }

    private MimeMessage message() throws IOException, MessagingException {
        try (InputStream content = Files.newInputStream(path)) {
            return new MimeMessage(Session.getInstance(new Properties()), content);
        }
    }

    private static ReceivedMail.Attachment attachment(int number, Part part) throws IOException, MessagingException {
        try (InputStream content = part.getInputStream()) {
            return new ReceivedMail.Attachment(
                    number,
                    name(part),
                    AudioType.of(part.getContentType()).isPresent(),
                    content.transferTo(OutputStream.nullOutputStream()));
        }
    }

    /** An attachment, unpacked. */
    Optional<Content> attachment(String index) throws IOException, MessagingException {
        List<Part> parts = parts(message());
        int wanted = index.matches("\\d{1,3}") ? Integer.parseInt(index) : parts.size();
        if (wanted >= parts.size()) {
            return Optional.empty();
        }
        Part part = parts.get(wanted);
        Path content = Files.createTempFile("attachment", "");
        try (InputStream stream = part.getInputStream()) {
            Files.copy(stream, content, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(new Content(name(part), part.getContentType(), content, true));
    }

    private static String name(Part part) throws MessagingException {
        return line(Objects.requireNonNullElse(part.getFileName(), "attachment"));
    }

    private static String people(jakarta.mail.Address... addresses) {
        return addresses == null
                ? ""
                : line(Arrays.stream(addresses)
                        .map(address -> address instanceof InternetAddress internet
                                ? internet.toUnicodeString()
                                : address.toString())
                        .collect(Collectors.joining(", ")));
    }

    /** Of no more than one line, and no control characters. */
    private static String line(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_LINE)).replaceAll("\\p{Cntrl}+", " ");
    }

    /** Its parts that hold no others, outermost first. */
    private static List<Part> parts(Part mail) throws IOException, MessagingException {
        List<Part> parts = new ArrayList<>();
        collect(mail, 0, parts);
        return parts;
    }

    private static void collect(Part part, int depth, List<Part> parts) throws IOException, MessagingException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; depth < DEEPEST && parts.size() < MOST_PARTS && i < multipart.getCount(); i++) {
                collect(multipart.getBodyPart(i), depth + 1, parts);
            }
        } else {
            parts.add(part);
        }
    }
}
