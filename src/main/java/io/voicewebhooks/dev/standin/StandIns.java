package io.voicewebhooks.dev.standin;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.console.ConsolePages;
import io.voicewebhooks.testkit.ReceivedPost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;

/** An S3 server, a mail server and an HTTP endpoint, so that every sink can be seen working; they outlive the application. */
public final class StandIns implements AutoCloseable {
    private static final int HTTP_PORT = 9877;
    private static final int S3_PORT = 9878;
    private static final int SMTP_PORT = 9879;
    private static final String BUCKET = "voice-archive";
    /** A key of ours: the address of the HTTP endpoint, for what a user configures. */
    private static final String ENDPOINT = "dev.endpoint";

    private final ObjectFiles objects;
    private final LocalServer s3;
    private final MailStandIn mails;
    private final PostStandIn posts;

    private volatile Arrivals arrivals = new Arrivals() {};

    /** Is told what arrives, in the thread that brings it. */
    public interface Arrivals {
        /** To the HTTP endpoint. */
        default void post(ReceivedPost post) {}

        /** To the mail server. */
        default void mail(ReceivedMail mail) {}

        /** To S3; the key has its bucket in front. */
        default void object(String key) {}
    }

    private StandIns(Path directory) throws IOException {
        this.objects = new ObjectFiles(directory.resolve("s3"));
        this.s3 = new LocalServer(S3_PORT, new S3StandIn(objects, key -> arrivals.object(key))::answer);
        this.mails = new MailStandIn(directory.resolve("mail"), SMTP_PORT, mail -> arrivals.mail(mail));
        this.posts = new PostStandIn(HTTP_PORT, post -> arrivals.post(post.asReceived()));
    }

    /** Starts them on ports 9877 (HTTP endpoint), 9878 (S3) and 9879 (SMTP), or another where somebody has one. */
    public static StandIns start(Path directory) throws IOException {
        return new StandIns(directory);
    }

    /** The configuration of an application whose sinks are these. */
    public Map<String, String> settings() {
        Map<Key, String> settings = new HashMap<>();
        settings.put(Key.S3_ENABLED, "true");
        settings.put(Key.S3_BUCKET, BUCKET);
        settings.put(Key.S3_REGION, "us-east-1");
        settings.put(Key.S3_ENDPOINT, s3.url());
        settings.put(Key.S3_ACCESS_KEY, "any");
        settings.put(Key.S3_SECRET_KEY, "any");
        settings.put(Key.EMAIL_ENABLED, "true");
        settings.put(Key.EMAIL_HOST, "127.0.0.1");
        settings.put(Key.EMAIL_PORT, String.valueOf(mails.port()));
        settings.put(Key.EMAIL_SECURITY, "none");
        settings.put(Key.EMAIL_FROM, "voice@example.com");
        settings.put(Key.EMAIL_TO, "office@example.com");
        settings.put(Key.HTTP_SINK_ENABLED, "true");
        settings.put(Key.HTTP_SINK_URL, posts.server().url() + "/events");
        settings.put(Key.HTTP_SINK_SECRET, posts.secret());
        Map<String, String> named = new HashMap<>();
        settings.forEach((key, value) -> named.put(key.key(), value));
        named.put(ENDPOINT, posts.server().url());
        return named;
    }

    /** Adds their pages to an application that has not started yet. */
    public void attach(Main main) {
        main.bind("standIns", (ConsolePages) new StandInPages(objects, mails, posts)::add);
    }

    /** Where they listen, in lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("HTTP endpoint %s%s"
                .formatted(posts.server().url(), instead(posts.server().port(), HTTP_PORT)));
        lines.add("S3            %s%s".formatted(s3.url(), instead(s3.port(), S3_PORT)));
        lines.add("SMTP          127.0.0.1:%d%s".formatted(mails.port(), instead(mails.port(), SMTP_PORT)));
        return lines;
    }

    private static String instead(int port, int wanted) {
        return port == wanted ? "" : "  (NOT on %d: another program has that port)".formatted(wanted);
    }

    /** Tells one, and no other any more, from now on. */
    public void tell(Arrivals listener) {
        arrivals = listener;
    }

    @Override
    public void close() {
        s3.close();
        mails.close();
        posts.close();
    }
}
