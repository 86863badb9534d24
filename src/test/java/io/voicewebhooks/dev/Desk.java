package io.voicewebhooks.dev;

import io.voicewebhooks.console.Sessions;
import io.voicewebhooks.dev.standin.ReceivedMail;
import io.voicewebhooks.dev.standin.StandIns;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** The application with the stand-ins for its sinks, and somebody who calls. */
public final class Desk implements StandIns.Arrivals, AutoCloseable {
    static final String CALLER = "+15551230001";

    private final List<ReceivedPost> posts = new CopyOnWriteArrayList<>();
    private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    private final StandIns standIns;
    private final Path directory;
    private final MediaServer media;
    private final Simulator simulator;
    private final Sessions sessions = new Sessions();
    private final int port = Application.freePort();
    private final int management = Application.freePort();
    private Application application;

    public Desk(Path directory) throws IOException {
        this.directory = directory;
        standIns = StandIns.start(directory.resolve("data-dev"));
        standIns.tell(this);
        TwilioAccount account = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, account);
        simulator = new Simulator(account, media);
        open();
    }

    /** Starts the application, for the first time or again. */
    public void open() {
        application = Application.with(directory.resolve("data"))
                .set("voice.http.port", String.valueOf(port))
                .set("voice.management.port", String.valueOf(management))
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.public-url", "http://127.0.0.1:" + port)
                .set("twilio.api-url", media.url())
                .set("voice.sink.calls.enabled", "true")
                .set("call.hours", "mon-sun 00:00-24:00")
                .set(standIns.settings())
                .bean("sessions", sessions)
                .prepare(standIns::attach)
                .start();
    }

    public void shut() {
        application.close();
    }

    @Override
    public void post(ReceivedPost post) {
        posts.add(post);
    }

    @Override
    public void mail(ReceivedMail mail) {
        mails.add(mail);
    }

    @Override
    public void object(String key) {
        keys.add(key);
    }

    public StandIns standIns() {
        return standIns;
    }

    /** What arrived at the stand-ins, the oldest first. */
    public List<ReceivedPost> posts() {
        return posts;
    }

    public List<ReceivedMail> mails() {
        return mails;
    }

    /** Of objects, each with its bucket in front. */
    public List<String> keys() {
        return keys;
    }

    public Application application() {
        return application;
    }

    /** A message of some seconds. */
    public String leavesAMessage(Map<String, String> parameters) {
        Queue<Action> caller =
                new ArrayDeque<>(List.of(new Action.Speak(Audio.tone(Duration.ofSeconds(3))), new Action.Press("#")));
        String url = "http://127.0.0.1:" + port;
        CallSetup setup = new CallSetup(
                url + "/voice/incoming",
                "POST",
                Optional.empty(),
                Optional.of(url + "/voice/status"),
                CALLER,
                "+15558675310",
                parameters,
                Optional.empty());
        Call call = simulator.call(setup, prompt -> caller.isEmpty() ? new Action.HangUp() : caller.remove(), null);
        call.run();
        return call.sid();
    }

    @Override
    public void close() throws IOException {
        shut();
        standIns.close();
        media.close();
    }
}
