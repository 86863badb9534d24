package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * An office with two numbers, one of which has a menu, and two telephones: the application with its call log and console, its
 * sinks, and those who call. What the HTTP endpoint answers depends on who called.
 */
public final class Office implements AutoCloseable {
    public static final String NUMBER = "+15558675310";
    public static final String MENU_NUMBER = "+15558675311";
    public static final String DESK = "+15550009001";
    public static final String MOBILE = "+15550009002";
    public static final String BLOCKED = "+15551110000";
    /** The HTTP endpoint answers 503 to the message of this caller, 422 to that of that one and to the call that was missed. */
    public static final String UNLUCKY = "+15551230503";

    public static final String REFUSED = "+15551230422";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path directory;
    private final String routes;
    private final String url;
    private final HttpReceiver http = HttpReceiver.start();
    private final MailServer mail = MailServer.start();
    private final MediaServer media;
    private final Simulator simulator;
    private Application application;
    private String refused;
    private String voicemail;
    private String forwarded;

    private Office(Path directory) throws IOException {
        this.directory = directory;
        // its path is on the page of the routes
        RouteFolder folder = RouteFolder.copiedTo(Files.createTempDirectory(Path.of("target"), "office"))
                .edit("incoming-call.camel.yaml", text -> text.replace("              #- ", "              - ")
                        .replace("              #  ", "                "));
        routes = folder.pattern();
        settings.putAll(folder.settings());
        int port = Application.freePort();
        url = "http://127.0.0.1:" + port;
        TwilioAccount account = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, account);
        simulator = new Simulator(account, media);
        settings.put("voice.http.port", String.valueOf(port));
        settings.put("voice.management.port", String.valueOf(Application.freePort()));
        settings.put("voice.management.token", Operator.TOKEN);
        settings.put("voice.public-url", url);
        settings.put("twilio.api-url", media.url());
        settings.put("voice.sink.file.enabled", "true");
        settings.put("voice.sink.calls.enabled", "true");
        settings.put("voice.retry.schedule", "100ms,200ms,1h,6h");
        settings.put("call.hours", "mon-sun 00:00-24:00");
        settings.put("call.forward.to", DESK + ", " + MOBILE);
        settings.put("call.forward.caller-id", NUMBER);
        settings.put("call.blocked", BLOCKED);
        settings.putAll(http.settings());
        settings.putAll(mail.settings());
        http.answers(Office::answer);
    }

    /** Builds it; it opens with {@link #open()}. */
    public static Office in(Path directory) {
        try {
            return new Office(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Office set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public Office without(String key) {
        settings.remove(key);
        return this;
    }

    Office withoutToken() {
        settings.remove("voice.management.token");
        return this;
    }

    boolean hasToken() {
        return settings.containsKey("voice.management.token");
    }

    /** Starts the application; the same after {@link #shut()}, with its data and its ports. */
    public Office open() {
        application = Application.with(directory.resolve("data"))
                .routes(routes)
                .set(settings)
                .start();
        return this;
    }

    public void shut() {
        application.close();
    }

    private static int answer(ReceivedPost post) {
        boolean message = post.type().equals("recording.archived");
        if (message && post.body().contains(UNLUCKY)) {
            return 503;
        }
        boolean refused = message || post.type().equals("call.missed");
        return refused && post.body().contains(REFUSED) ? 422 : 204;
    }

    /** Mends the HTTP endpoint: it takes everything. */
    public void mend() {
        http.answers(post -> 204);
    }

    public Application application() {
        return application;
    }

    public HttpReceiver http() {
        return http;
    }

    public Operator operator() {
        return Operator.of(application);
    }

    /** Where the console is. */
    public String consoleUrl() {
        return "http://127.0.0.1:" + settings.get("voice.management.port");
    }

    /** Twilio, for requests that no telephone makes. */
    public Twilio twilio() {
        return new Twilio(url, url, Twilio.TOKEN);
    }

    /** Whoever is called from now on does this. */
    public Office answersWith(String number, Callee.Reaction reaction, String keys) {
        simulator.callee(number, new Callee(reaction, keys));
        return this;
    }

    public Office nobodyAnswers() {
        return answersWith(DESK, Callee.Reaction.NO_ANSWER, "").answersWith(MOBILE, Callee.Reaction.BUSY, "");
    }

    /** Somebody calls and does these things, then hangs up; the {@code CallSid}. */
    public String calls(String from, String to, Map<String, String> parameters, Action... actions) {
        return calls(from, to, parameters, Optional.empty(), actions);
    }

    /** The same with a caller who waits so long at most. */
    public String calls(
            String from, String to, Map<String, String> parameters, Optional<Duration> patience, Action... actions) {
        Queue<Action> caller = new ArrayDeque<>(List.of(actions));
        CallSetup setup = new CallSetup(
                url + "/voice/incoming#rc=5&rp=5xx,ct,rt",
                "POST",
                Optional.empty(),
                Optional.of(url + "/voice/status#rc=5&rp=5xx,ct,rt"),
                from,
                to,
                parameters,
                patience);
        Call call = simulator.call(setup, prompt -> caller.isEmpty() ? new Action.HangUp() : caller.remove(), null);
        call.run();
        assertThat(call.problems()).as(call.transcript()).isEmpty();
        return call.sid();
    }

    /** A voicemail of so many seconds; the {@code CallSid}. */
    public String leavesAMessage(String from, Map<String, String> parameters, int seconds) {
        nobodyAnswers();
        return calls(
                from,
                NUMBER,
                parameters,
                new Action.Speak(Audio.tone(Duration.ofSeconds(seconds))),
                new Action.Press("#"));
    }

    /** The morning of an office: each thing that can become of a call, and deliveries that fail. */
    public Office spendsTheMorning() {
        answersWith(DESK, Callee.Reaction.ANSWERS, "1").answersWith(MOBILE, Callee.Reaction.NO_ANSWER, "");
        calls("+15551230007", NUMBER, Map.of("CallerName", "Ada Lindqvist", "FromCity", "SAN FRANCISCO"));
        calls(BLOCKED, NUMBER, Map.of());
        leavesAMessage("+15551230001", Map.of("CallerName", "Grace Okafor", "FromCity", "OAKLAND"), 23);
        calls(
                "+4930901820",
                MENU_NUMBER,
                Map.of("FromCountry", "DE"),
                new Action.Say("Nachricht"),
                new Action.Speak(Audio.tone(Duration.ofSeconds(12))),
                new Action.Press("#"));
        calls(
                "+15551230012",
                MENU_NUMBER,
                Map.of(),
                new Action.Press("2"),
                new Action.Say("pizza"),
                new Action.Say("I would like to leave a message"),
                new Action.Speak(Audio.tone(Duration.ofSeconds(8))),
                new Action.HangUp());
        nobodyAnswers();
        calls("+15551230044", NUMBER, Map.of(), Optional.of(Duration.ofSeconds(10)));
        calls("+15551230045", NUMBER, Map.of());
        refused = leavesAMessage(REFUSED, Map.of("CallerName", "Collection Partners"), 31);
        leavesAMessage(UNLUCKY, Map.of("CallerName", "M. Beaumont"), 5);
        answersWith(MOBILE, Callee.Reaction.ANSWERS, "1");
        calls("anonymous", NUMBER, Map.of());
        settles();
        operator().types("sinks", "pause", "email", "--reason", "the mail server moves");
        voicemail = leavesAMessage("+15551230071", Map.of("CallerName", "Riverside Clinic"), 41);
        answersWith(DESK, Callee.Reaction.BUSY, "").answersWith(MOBILE, Callee.Reaction.ANSWERS, "1");
        forwarded = calls("+15551230007", NUMBER, Map.of("CallerName", "Ada Lindqvist", "FromCity", "SAN FRANCISCO"));
        settles();
        return this;
    }

    /** The call whose message the HTTP endpoint refused. */
    String refused() {
        return refused;
    }

    /** The call whose message could not be mailed yet. */
    String voicemail() {
        return voicemail;
    }

    /** The call that the mobile took. */
    String forwarded() {
        return forwarded;
    }

    /** Waits until nothing moves: what is left waits for a later try, for somebody, or is dead. */
    public void settles() {
        await().untilAsserted(() -> assertThat(application
                        .management("/observe/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("voice_queue_depth{queue=\"voice.events\"")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 0.0")));
        await().until(() -> application.context().getInflightRepository().size() == 0);
    }

    @Override
    public void close() throws IOException {
        if (application != null) {
            shut();
        }
        media.close();
        http.close();
        mail.close();
    }
}
