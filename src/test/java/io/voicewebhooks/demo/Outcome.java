package io.voicewebhooks.demo;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.simulator.Audio;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Shows what arrived at the sinks, as it arrives. */
final class Outcome {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final S3Server s3;
    private final MailServer mail;
    private final HttpReceiver http;

    Outcome(S3Server s3, MailServer mail, HttpReceiver http) {
        this.s3 = s3;
        this.mail = mail;
        this.http = http;
    }

    void show(Audio spoken) throws Exception {
        System.out.printf("%nWhat came out%n");
        String key = await("the recording in S3", () -> s3.keys().stream()
                .filter(any -> any.endsWith(".wav"))
                .findFirst()
                .orElse(null));
        byte[] stored = s3.content(key);
        System.out.printf(
                "%n   S3      %s%n           %,d bytes, SHA-256 %s, %s the media server's%n",
                key,
                stored.length,
                sha256(stored),
                Arrays.equals(stored, spoken.bytes()) ? "the same as" : "NOT THE SAME AS");

        MimeMessage message =
                await("the mail", () -> mail.mails().stream().findFirst().orElse(null));
        String text = new String(MailServer.content(message, "text/plain"), StandardCharsets.UTF_8);
        System.out.printf("%n   e-mail  Subject: %s, To: %s%n", message.getSubject(), message.getAllRecipients()[0]);
        text.lines()
                .filter(line -> line.matches("(From|To|When|Duration):.*"))
                .forEach(line -> System.out.println("           " + line));
        for (Part part : MailServer.parts(message)) {
            if (part.getFileName() != null) {
                System.out.printf(
                        "           attached: %s, %,d bytes%n",
                        part.getFileName(), part.getInputStream().readAllBytes().length);
            }
        }

        await("four deliveries over HTTP", () -> http.posts().size() >= 4 ? http : null);
        System.out.printf("%n   HTTP    %s%n", http.url());
        http.posts().forEach(post -> System.out.println("           " + line(post)));
        List<String> events = await("the events in S3", () -> {
            List<String> keys =
                    s3.keys().stream().filter(any -> any.startsWith("events/")).toList();
            return keys.size() >= 4 ? keys : null;
        });
        System.out.printf("%n   S3 also holds each of these events as JSON: %d objects below events/%n", events.size());
    }

    private static String line(ReceivedPost post) {
        return "%-20s webhook-id %s, signature %s"
                .formatted(post.type(), post.header("webhook-id"), post.verified() ? "verified" : "WRONG");
    }

    /** Shows what arrives from now on, as long as the application runs. */
    void watch(Thread application) throws Exception {
        int posts = http.posts().size();
        int mails = mail.mails().size();
        Set<String> objects = new HashSet<>(keys());
        while (application.isAlive()) {
            application.join(LOOK.toMillis());
            for (; posts < http.posts().size(); posts++) {
                System.out.println("   HTTP    " + line(http.posts().get(posts)));
            }
            keys().stream().filter(objects::add).forEach(key -> System.out.println("   S3      " + key));
            for (; mails < mail.mails().size(); mails++) {
                MimeMessage message = mail.mails().get(mails);
                System.out.println(
                        "   e-mail  Subject: " + message.getSubject() + ", To: " + message.getAllRecipients()[0]);
            }
        }
    }

    /** None while an object is being written, which the server cannot list. */
    private List<String> keys() {
        try {
            return s3.keys();
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static <T> T await(String what, Callable<T> found) {
        return Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(found, thing -> thing != null);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
