package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
        return new Caller(this, number);
    }

    /** Says what somebody does who is called: a number, SIP address, client, queue or conference. Others answer. */
    public Called callee(String address) {
        return new Called(this, address);
    }

    /**
     * Lets the application call somebody, as it does by REST; that one's part is played as a caller's is.
     *
     * @param path   of ours, which says what is heard: {@code Url}
     * @param number of ours
     * @param called who answers, or does not, as {@link #callee} says
     */
    public PhoneCall callsOut(String path, String number, String called, OutboundCall outbound) {
        return play(
                new CallSetup(
                                application.url() + path,
                                "POST",
                                Optional.empty(),
                                Optional.of(application.url() + "/voice/status"),
                                number,
                                called,
                                Map.of(),
                                Optional.empty())
                        .outbound(outbound),
                step -> false);
    }

    PhoneCall play(CallSetup setup, Predicate<CallStep> end) {
        LiveCall live = simulator.prompted(setup, end, event -> {});
        PhoneCall call = new PhoneCall(live, end, new Deliveries(application, sink));
        calls.add(call);
        call.begin();
        return call;
    }

    /** Where the application is called: scheme, host and port. */
    public String url() {
        return application.url();
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
