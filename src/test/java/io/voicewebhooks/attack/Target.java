package io.voicewebhooks.attack;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.LoggerFactory;

/**
 * An application with every sink at a real server, and the worked example of README.md, that has been attacked with every
 * text and every name of {@link Hostile}. The first test that asks for it starts it, and all those of {@link AttacksTest}
 * look at what came out.
 */
final class Target implements AutoCloseable {
    static final String TOKEN = "t0p-5ecret-auth-token";
    static final String FORWARD_TO = "+15557654321";
    static final String BROKER_USER = "estate";
    static final String BROKER_PASSWORD = "5ecret-of-the-broker";
    /** Events of one attack. */
    static final List<String> EVENTS =
            List.of("call.incoming", "call.missed", "call.no-answer", "recording.completed", "recording.archived");

    private static final byte[] AUDIO = "RIFF audio WAVE".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Gives the target to the constructors of tests; it is closed after the last of all tests. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Target.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Target.class))
                    .getOrComputeIfAbsent(Target.class, type -> Target.attacked(), Target.class);
        }
    }

    final S3Server s3;
    final MailServer mail = MailServer.start();
    final HttpReceiver http = HttpReceiver.start();
    final HttpReceiver chat = HttpReceiver.start();
    /** Where nothing may ever arrive. */
    final HttpReceiver evil = HttpReceiver.start();

    final RecordingServer media = RecordingServer.start(Twilio.ACCOUNT, TOKEN);
    final Application application;
    final Twilio twilio;
    final List<Message> feed = new CopyOnWriteArrayList<>();
    /** Counts who calls it: nobody may. */
    final AtomicInteger canary = new AtomicInteger();
    /** A call like any other, for comparison. */
    final Attack harmless = Attack.withText("11200");
    /** Attacks by texts. */
    final List<Attack> texts;
    /** Attacks by names. */
    final List<Attack> names;

    final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Path directory;
    private final ActiveMQConnectionFactory reader;

    private static Target attacked() {
        try {
            return new Target();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Target() throws IOException {
        directory = Files.createTempDirectory("attack");
        s3 = S3Server.start(directory.resolve("s3"));
        String listen = "tcp://127.0.0.1:" + Application.freePort();
        List<Attack> all = new ArrayList<>();
        texts = Hostile.TEXTS.stream().map(Attack::withText).toList();
        names = Stream.of(evil.url(), "voice.stolen", "attacker@evil.example", "../../evil", Hostile.PREMIUM)
                .map(Attack::withText)
                .toList();
        all.addAll(texts);
        all.addAll(names);
        all.add(harmless);
        all.forEach(attack -> media.holds(attack.recording(), AUDIO));
        record();
        application = Application.with(directory.resolve("data"))
                .routes(routesWithChat())
                .set("twilio.auth-token", TOKEN)
                .set(s3.settings())
                .set(mail.settings())
                .set(http.settings())
                .set(media.settings())
                .set("chat.url", chat.url())
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.topic.enabled", "true")
                .set("voice.sink.calls.enabled", "true")
                .set("voice.broker.listen", listen)
                .set("voice.broker.username", BROKER_USER)
                .set("voice.broker.password", BROKER_PASSWORD)
                .bean("canary", canary)
                .set("call.hours", "mon-sun 00:00-24:00")
                .set("call.forward.to", FORWARD_TO)
                .set("call.blocked", "+15550000000,anonymous")
                .start();
        twilio = new Twilio(application.url(), Twilio.PUBLIC_URL, TOKEN);
        reader = new ActiveMQConnectionFactory(listen, BROKER_USER, BROKER_PASSWORD);
        reader.createContext().createConsumer(new ActiveMQTopic("voice.feed")).setMessageListener(feed::add);
        texts.forEach(attack -> attack.run(twilio, form -> Hostile.says(attack.text(), form), evil.url()));
        harmless.run(twilio, form -> form, evil.url());
        names.forEach(attack -> attack.run(twilio, form -> Hostile.names(attack.text(), form), evil.url()));
        await().atMost(LIMIT).until(() -> http.posts().size() >= all.size() * EVENTS.size() && waiting() == 0);
        stopRecording();
    }

    /** At INFO of everybody and DEBUG of ours. */
    private void record() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("io.voicewebhooks")).setLevel(Level.DEBUG);
    }

    private void stopRecording() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender(log);
        root.setLevel(Level.ERROR);
        ((Logger) LoggerFactory.getLogger("io.voicewebhooks")).setLevel(null);
    }

    private String routesWithChat() throws IOException {
        Path source = Path.of("routes");
        Path routes = directory.resolve("routes");
        try (Stream<Path> files = Files.walk(source, 1)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createDirectories(routes);
                Files.copy(file, routes.resolve(source.relativize(file)));
            }
        }
        Manual manual = Manual.read();
        Files.writeString(routes.resolve("sink-chat.camel.yaml"), manual.block("routes/sink-chat.camel.yaml"));
        Path router = routes.resolve("event-router.camel.yaml");
        Files.writeString(
                router, Files.readString(router) + "\n" + manual.block("routes/event-router.camel.yaml (chat)"));
        return "file:" + routes + "/*.camel.yaml";
    }

    private double waiting() {
        return application
                .management("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("voice_queue_depth"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** All attacks, by texts and by names. */
    List<Attack> attacks() {
        return Stream.concat(texts.stream(), names.stream()).toList();
    }

    /** Attacks and the harmless call. */
    int calls() {
        return texts.size() + names.size() + 1;
    }

    /** What the HTTP sink got of an attack. */
    List<ReceivedPost> posts(Attack attack) {
        return http.about(attack.call());
    }

    /** The data directory of the application. */
    Path data() {
        return directory.resolve("data");
    }

    /** A connection to its broker, as the estate has it. */
    JMSContext broker() {
        return reader.createContext();
    }

    /** The application's broker, as Artemis' own client sees it. */
    ActiveMQConnectionFactory brokerConnections() {
        return reader;
    }

    Map<String, String> secrets() {
        return Map.of(
                "the auth token",
                TOKEN,
                "the secret of the HTTP sink",
                HttpReceiver.SECRET,
                "the secret key of S3",
                s3.settings().get("voice.sink.s3.secret-key"),
                "the password of the broker",
                BROKER_PASSWORD);
    }

    @Override
    public void close() throws IOException {
        reader.close();
        application.close();
        Stream.of(http, chat, evil).forEach(HttpReceiver::close);
        media.close();
        mail.close();
        s3.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
