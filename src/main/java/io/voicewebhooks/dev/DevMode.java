package io.voicewebhooks.dev;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.console.ConsolePages;
import io.voicewebhooks.console.Pages;
import io.voicewebhooks.console.Sessions;
import io.voicewebhooks.dev.phone.Telephone;
import io.voicewebhooks.dev.standin.StandIns;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.main.Main;

/**
 * {@code dev}: the application on this machine alone, with an account, sinks and a telephone of its own, which takes changes
 * of its files as they are saved.
 */
final class DevMode implements AutoCloseable {
    private final PrintStream out;
    private final int managementPort;
    private final TwilioAccount account =
            new TwilioAccount(Twilio.ACCOUNT, UUID.randomUUID().toString().replace("-", ""));
    private final Sessions sessions = new Sessions();
    private final RestartGate gate;
    private final DevDirectory data;
    private final Telephone telephone;
    private final StandIns standIns;
    private final Watch watch;
    private final UserFiles first;
    private final DevApplication application;
    private final Restarts restarts;

    /**
     * For the files of a directory.
     *
     * @param port           of the webhooks
     * @param managementPort of the console
     * @param more           keys that hold whatever anything else says
     */
    DevMode(Path directory, PrintStream out, int port, int managementPort, Map<String, String> more)
            throws IOException {
        this.out = out;
        this.managementPort = managementPort;
        this.gate = new RestartGate("http://127.0.0.1:" + port);
        this.watch = new Watch(directory);
        this.first = UserFiles.read(directory);
        this.data = DevDirectory.in(directory);
        this.telephone = new Telephone(account, gate);
        this.standIns = StandIns.start(data.path());
        Map<String, String> around = new HashMap<>(more);
        around.put(Key.API_URL.key(), telephone.mediaUrl());
        around.putAll(standIns.settings());
        this.application = new DevApplication(
                data.path(),
                DevSettings.of(account.sid(), account.authToken(), port, managementPort, data.path(), around),
                this::bind);
        this.restarts = new Restarts(application, gate, out, this::tellTelephone);
    }

    /** Until it is stopped, which breaks off whatever it does then. */
    void run(Optional<Demonstration> demonstration) throws IOException, InterruptedException {
        try {
            begin();
            if (demonstration.isPresent() && !restarts.isOver()) {
                demonstration.get().show(this);
            }
            watch();
        } catch (IOException | IllegalStateException e) {
            if (!restarts.isOver()) {
                throw e;
            }
        }
    }

    /** What outlives a start of the application. */
    private void bind(Main main) {
        ConsolePages pages = this::add;
        main.bind("devPages", pages);
        main.bind("sessions", sessions);
        telephone.attach(main);
        standIns.attach(main);
    }

    /** Whoever has the link of the terminal is in; each page says what is not taken. */
    private void add(Pages pages) {
        pages.takeLoginLinks();
        pages.problems(
                request -> restarts.problems().stream().map(Problem::toString).toList());
    }

    private void tellTelephone(boolean restarting) {
        telephone.state(new Telephone.State(
                application.isRunning(),
                restarting,
                restarts.problems().stream().map(Problem::forTelephone).toList(),
                restarts.warnings().stream().map(Problem::forTelephone).toList(),
                restarts.said()));
    }

    /** Starts it and says where. */
    void begin() throws IOException {
        out.println("Voice Webhooks starts ...");
        long started = System.nanoTime();
        boolean runs = restarts.begin(first);
        if (restarts.isOver()) {
            return;
        }
        if (runs) {
            out.printf(
                    "Voice Webhooks runs at %s (ready after %.1f s). Everything is on this machine:%n",
                    url(), (System.nanoTime() - started) / 1e9);
        }
        String login = consoleUrl() + "/login?token=" + account.authToken();
        out.printf("  Telephone     %s&next=/phone%n", login);
        out.printf("  Console       %s%n", login);
        standIns.lines().forEach(line -> out.println("  " + line));
        if (!first.hasRoutes()) {
            out.println("There is no routes/ in this directory: the routes that the jar brings run.");
        }
        out.println("What is saved in routes/ or application.properties is taken. Ctrl-C stops it.");
    }

    /** Takes what is saved, until the thread is interrupted. */
    void watch() throws InterruptedException {
        while (true) {
            restarts.take(watch.next());
        }
    }

    String url() {
        return gate.url();
    }

    String consoleUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    String token() {
        return account.authToken();
    }

    RestartGate gate() {
        return gate;
    }

    StandIns standIns() {
        return standIns;
    }

    DevApplication application() {
        return application;
    }

    @Override
    public void close() {
        restarts.end();
        telephone.close();
        standIns.close();
        data.close();
    }
}
