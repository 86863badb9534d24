package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A telephone for tests of call flows. It runs the application with its routes, on free ports and with an empty journal,
 * calls it as Twilio would, and receives its events.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TwilioPhone phone = TwilioPhone.withRoutes("routes").set("call.hours", "");
 *
 * @Test
 * void outsideBusinessHoursACallerLeavesAMessage() {
 *     PhoneCall call = phone.from("+15551230001")
 *             .calls("+15558675310")
 *             .hears("Please leave a message after the tone.")
 *             .records(Audio.tone(Duration.ofSeconds(3)))
 *             .presses("#")
 *             .hears("Thank you. Goodbye.");
 *
 *     assertThat(call.recordings()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Register it as a static field: one application serves the tests of a class. Callees are forgotten after each test.
 */
public final class TwilioPhone implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Path routes;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<PhoneCall> calls = new ArrayList<>();
    private TemporaryDirectory directory;
    private HttpReceiver sink;
    private MediaServer media;
    private Application application;
    private Simulator simulator;

    private TwilioPhone(Path routes) {
        this.routes = routes;
    }

    /** Runs the route files and templates of a directory, for example {@code routes}. */
    public static TwilioPhone withRoutes(String directory) {
        return new TwilioPhone(Path.of(directory));
    }

    /** Sets a property of the application, a key of {@code application.properties}. */
    public TwilioPhone set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Picks up the telephone of a number. */
    public Caller from(String number) {
        return new Caller(number);
    }

    /** Says what somebody does who is called: a number, SIP address, client, queue or conference. Others answer. */
    public Called callee(String address) {
        return new Called(this, address);
    }

    /** Somebody who is about to call. */
    public final class Caller {
        private final String number;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private Duration patience;

        private Caller(String number) {
            this.number = number;
        }

        /** Adds a parameter that Twilio sends of the call, for example {@code CallerName}. */
        public Caller with(String parameter, String value) {
            parameters.put(parameter, value);
            return this;
        }

        /** Hangs up then, whatever happens: while it rings, in a queue, in a conversation. */
        public Caller hangsUpAfter(Duration time) {
            patience = time;
            return this;
        }

        /** Calls a number of ours; returns as soon as the application listens, or the call is over. */
        public PhoneCall calls(String called) {
            CallSetup setup = new CallSetup(
                    application.url() + "/voice/incoming#rc=5&rp=5xx,ct,rt",
                    "POST",
                    Optional.empty(),
                    Optional.of(application.url() + "/voice/status#rc=5&rp=5xx,ct,rt"),
                    number,
                    called,
                    parameters,
                    Optional.ofNullable(patience));
            return play(setup);
        }
    }

    /**
     * Lets the application call somebody, as it does by REST; that one's part is played as a caller's is.
     *
     * @param path   of ours, which says what is heard: {@code Url}
     * @param number of ours
     * @param called who answers, or does not, as {@link #callee} says
     */
    public PhoneCall callsOut(String path, String number, String called, OutboundCall outbound) {
        return play(new CallSetup(
                        application.url() + path,
                        "POST",
                        Optional.empty(),
                        Optional.of(application.url() + "/voice/status"),
                        number,
                        called,
                        Map.of(),
                        Optional.empty())
                .outbound(outbound));
    }

    private PhoneCall play(CallSetup setup) {
        LiveCall live = simulator.prompted(setup, event -> {});
        PhoneCall call = new PhoneCall(live, new Deliveries(application, sink));
        calls.add(call);
        call.begin();
        return call;
    }

    Simulator simulator() {
        return simulator;
    }

    Application application() {
        return application;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = TemporaryDirectory.make("twilio-phone");
        sink = HttpReceiver.start();
        TwilioAccount account = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, account);
        simulator = new Simulator(account, media);
        int port = Application.freePort();
        application = Application.with(directory.path())
                .routes("file:" + routes + "/*.camel.yaml")
                .set("camel.main.globalOptions[voiceRoutes]", "file:" + routes + "/")
                .set("voice.http.port", String.valueOf(port))
                .set("voice.public-url", "http://127.0.0.1:" + port)
                .set("twilio.api-url", media.url())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "100ms,200ms,500ms,1s,2s")
                .set(sink.settings())
                .set(settings)
                .start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        calls.forEach(PhoneCall::close);
        calls.clear();
        simulator.forget();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // where the application did not start, the rest was started all the same
        if (application != null) {
            application.close();
        }
        media.close();
        sink.close();
        directory.close();
    }
}
