package io.voicewebhooks.dev;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.dev.standin.ReceivedMail;
import io.voicewebhooks.dev.standin.StandIns;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Shows what arrives at the stand-ins: all that comes of one call, then each thing as it comes. */
final class Outcome implements StandIns.Arrivals {
    private static final long LIMIT_MILLIS = 30_000;
    private static final int EVENTS = 4;

    private final StandIns standIns;
    private final PrintStream out;
    private final List<ReceivedPost> posts = new ArrayList<>();
    private final List<ReceivedMail> mails = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    /** What is to be said once the call was shown. */
    private final List<String> held = new ArrayList<>();

    private boolean watches;

    Outcome(StandIns standIns, PrintStream out) {
        this.standIns = standIns;
        this.out = out;
        standIns.tell(this);
    }

    @Override
    public void post(ReceivedPost post) {
        arrives(posts, post, line(post));
    }

    @Override
    public void mail(ReceivedMail mail) {
        arrives(mails, mail, line(mail));
    }

    @Override
    public void object(String key) {
        arrives(keys, key, "   S3      " + withoutBucket(key));
    }

    private synchronized <T> void arrives(List<T> kind, T what, String line) {
        if (watches) {
            out.println(line);
        } else {
            kind.add(what);
            held.add(line);
            notifyAll();
        }
    }

    /** What came of a call with a message. */
    void show(String call, Audio spoken) throws IOException, InterruptedException {
        out.printf("%nWhat came out%n");
        String key = await("the recording in S3", () -> keys(call, ".wav").findFirst());
        byte[] stored = content(key);
        out.printf(
                "%n   S3      %s%n           %,d bytes, SHA-256 %s, %s the media server's%n",
                withoutBucket(key),
                stored.length,
                sha256(stored),
                Arrays.equals(stored, spoken.bytes()) ? "the same as" : "NOT THE SAME AS");
        show(await("the mail", () -> mails.stream().findFirst()));
        List<ReceivedPost> delivered = await(
                "deliveries over HTTP", () -> Optional.of(List.copyOf(posts)).filter(all -> all.size() >= EVENTS));
        out.println();
        delivered.forEach(post -> out.println(line(post)));
        long events =
                await("the events in S3", () -> Optional.of(keys(call, ".json").count())
                        .filter(count -> count >= EVENTS));
        out.printf("%n   S3 also holds each of these events as JSON: %d objects below events/%n", events);
        synchronized (this) {
            held.clear();
        }
    }

    /** The mail, its lines about the message, its attachments. */
    private void show(ReceivedMail mail) {
        out.printf("%n%s%n", line(mail));
        mail.text()
                .lines()
                .filter(line -> line.matches("(From|To|When|Duration):.*"))
                .forEach(line -> out.println("           " + shown(line)));
        mail.attachments()
                .forEach(each -> out.printf("           attached: %s, %,d bytes%n", shown(each.name()), each.bytes()));
    }

    /** Says what has arrived since, and what arrives from now on. */
    synchronized void watch() {
        held.forEach(out::println);
        held.clear();
        watches = true;
    }

    private static String line(ReceivedPost post) {
        return shown("   HTTP    %-20s webhook-id %s, signature %s"
                .formatted(post.type(), post.id(), post.verified() ? "verified" : "WRONG"));
    }

    private static String line(ReceivedMail mail) {
        return shown("   e-mail  Subject: " + mail.subject() + ", To: " + mail.to());
    }

    /** Neither obeyed by a terminal nor on several lines, whatever a caller has said. */
    private static String shown(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private Stream<String> keys(String call, String end) {
        return keys.stream().filter(key -> key.contains(call) && key.endsWith(end));
    }

    private byte[] content(String key) throws IOException {
        String url = standIns.settings().get(Key.S3_ENDPOINT.key()) + "/" + key;
        try (InputStream object = URI.create(url).toURL().openStream()) {
            return object.readAllBytes();
        }
    }

    private static String withoutBucket(String key) {
        return shown(key.substring(key.indexOf('/') + 1));
    }

    private synchronized <T> T await(String what, Supplier<Optional<T>> look) throws IOException, InterruptedException {
        long end = System.nanoTime() / 1_000_000 + LIMIT_MILLIS;
        Optional<T> found = look.get();
        while (found.isEmpty()) {
            long left = end - System.nanoTime() / 1_000_000;
            if (left <= 0) {
                throw new IOException(what + " did not come");
            }
            wait(left);
            found = look.get();
        }
        return found.get();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
