package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.ManagementPort;
import io.voicewebhooks.testkit.TemporaryDirectory;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * The application side by side with servers that do less, each as a process on this machine:
 *
 * <pre>mvn -q -Pbench package -DskipTests exec:exec -Dbench=compare</pre>
 *
 * Express and bare Vert.x check the signature and answer, with Twilio's own libraries; they store nothing. The same signed
 * requests go to each of them, over connections that are kept, one request at a time on each. A round measures every server
 * in turn, so that what else the machine does meets all of them. The first round is to warm up; of the other three the
 * median is printed. It takes some eight minutes. {@code seconds=8} is the length of a window,
 * {@code connections=32} the number of connections, what begins with a hyphen are options of the
 * application's JVM. It ends with status 1 if an answer was not the expected one, or an event was not stored.
 */
public final class CompareRun {
    private static final int ROUNDS = 3;
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final int seconds = Integer.getInteger("bench.seconds", 8);
    private final int connections = Integer.getInteger("bench.connections", 32);
    private final String options = System.getProperty("bench.options", "").strip();
    private final Path project = Path.of("").toAbsolutePath();
    private final Processes processes;
    private final Path directory;

    /** The application: a server that tells of itself. */
    private record Ours(Server server, ManagementPort management, List<String> queues) {
        /** Waits until what was stored is routed too: that would take time from the next window. */
        void settle() {
            await("an empty journal", SETTLE_LIMIT, () -> depth() == 0);
        }

        private double depth() {
            return queues.stream().mapToDouble(management::depth).sum();
        }

        /** Events of calls that were answered and not stored. */
        long lost() {
            return (long) management.meter("voice_unpublished_total");
        }

        /** Answers and outcomes of deliveries that the call log had no time for. */
        long dropped() {
            return (long) management.meter("voice_calls_dropped_total");
        }
    }

    private CompareRun(Processes processes, Path directory) {
        this.processes = processes;
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        boolean right;
        try (Processes processes = new Processes()) {
            TemporaryDirectory directory = processes.add(TemporaryDirectory.make("voice-webhooks-compare"));
            right = new CompareRun(processes, directory.path()).run();
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run() throws Exception {
        Optional<String> node = ExpressPeer.node();
        System.out.printf(
                "%d processors, Java %s, %s %s, Node.js %s, data on %s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                node.orElse("none"),
                Files.getFileStore(directory).type());
        System.out.printf(
                "%d connections, %d s to warm up, then the median of %d times %d s%n",
                connections, seconds, ROUNDS, seconds);
        return compare(node.isPresent() ? express() : Optional.empty());
    }

    private boolean compare(Optional<Server> express) throws Exception {
        List<Server> peers = new ArrayList<>();
        express.ifPresentOrElse(
                peers::add,
                () -> System.out.println("express is left out: it takes Node.js, npm and what npm fetches"));
        peers.add(peer("vertx", project, List.of(JAVA, "-cp", classPath(), VertxPeer.class.getName())));
        Ours ours = ours(Map.of());
        Ours logged = ours(Map.of("VOICE_SINK_CALLS_ENABLED", "true"));
        Ours storeless = ours(Map.of("VOICE_INCOMING_PUBLISH", "false"));

        List<Measurement> peerCalls = measurements("incoming call", peers, SampleWebhook.INCOMING);
        List<Measurement> peerStatus = measurements("call status", peers, SampleWebhook.STATUS);
        Measurement call = measurement("incoming call, event published", ours.server(), SampleWebhook.INCOMING);
        Measurement valid = measurement("incoming call, nothing stored", storeless.server(), SampleWebhook.INCOMING);
        Measurement forged = measurement("incoming call, forged", storeless.server(), SampleWebhook.FORGED);
        Measurement status = measurement("call status, event stored", ours.server(), SampleWebhook.STATUS);
        Measurement loggedCall = measurement("incoming call, with call log", logged.server(), SampleWebhook.INCOMING);
        Measurement loggedStatus = measurement("call status, with call log", logged.server(), SampleWebhook.STATUS);

        List<Measurement> all = new ArrayList<>(peerCalls);
        Collections.addAll(all, call, loggedCall, valid, forged);
        all.addAll(peerStatus);
        Collections.addAll(all, status, loggedStatus);
        for (int round = 0; round <= ROUNDS; round++) {
            System.out.println(round == 0 ? "warming up" : "round " + round + " of " + ROUNDS);
            for (Measurement measurement : all) {
                measurement.window(seconds);
                ours.settle();
                logged.settle();
            }
        }

        Measurement.printHeader();
        all.forEach(Measurement::print);
        System.out.println();
        peerCalls.forEach(call::printRatioTo);
        peerCalls.forEach(valid::printRatioTo);
        peerStatus.forEach(status::printRatioTo);
        forged.printRatioTo(valid);
        loggedCall.printRatioTo(call);
        loggedStatus.printRatioTo(status);
        System.out.printf("%nevents of answered calls that were not stored: %,d%n", ours.lost() + logged.lost());
        System.out.printf("entries that the call log had no time for: %,d%n", logged.dropped());
        return ours.lost() + logged.lost() == 0 && all.stream().allMatch(measurement -> measurement.unexpected() == 0);
    }

    private List<Measurement> measurements(String what, List<Server> servers, SampleWebhook webhook)
            throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (Server server : servers) {
            measurements.add(measurement(what, server, webhook));
        }
        return measurements;
    }

    private Measurement measurement(String what, Server server, SampleWebhook webhook) throws IOException {
        return new Measurement(what, server, processes.add(LoadProcess.start(server.url(), webhook, connections)));
    }

    private Optional<Server> express() throws IOException, InterruptedException {
        Path folder = Files.createDirectory(directory.resolve("express"));
        return ExpressPeer.install(folder)
                ? Optional.of(peer("express", folder, ExpressPeer.COMMAND))
                : Optional.empty();
    }

    private Server peer(String name, Path folder, List<String> command) throws IOException {
        int port = Application.freePort();
        Map<String, String> environment =
                Map.of("PORT", String.valueOf(port), "TWILIO_AUTH_TOKEN", Twilio.TOKEN, "NODE_ENV", "production");
        return checked(processes.add(Server.start(name, directory, folder, port, environment, command)));
    }

    /** All sinks are off, if the settings do not say otherwise. */
    private Ours ours(Map<String, String> settings) throws IOException {
        int port = Application.freePort();
        int managementPort = Application.freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("TWILIO_ACCOUNT_SID", Twilio.ACCOUNT);
        environment.put("TWILIO_AUTH_TOKEN", Twilio.TOKEN);
        environment.put("VOICE_PUBLIC_URL", "http://127.0.0.1:" + port);
        environment.put("VOICE_HTTP_HOST", "127.0.0.1");
        environment.put("VOICE_HTTP_PORT", String.valueOf(port));
        environment.put("VOICE_MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.put(
                "VOICE_DATA_DIR", Files.createTempDirectory(directory, "data").toString());
        for (String sink : List.of("S3", "EMAIL", "HTTP", "FILE", "TOPIC", "CALLS")) {
            environment.put("VOICE_SINK_" + sink + "_ENABLED", "false");
        }
        environment.putAll(settings);
        List<String> command = new ArrayList<>(List.of(JAVA));
        if (!options.isEmpty()) {
            Collections.addAll(command, options.split("\\s+"));
        }
        Collections.addAll(command, "-jar", "target/voice-webhooks.jar");
        Server server = processes.add(Server.start("ours", directory, project, port, environment, command));
        ManagementPort management = new ManagementPort("http://127.0.0.1:" + managementPort);
        await("readiness", READY_LIMIT, () -> server.requireAlive() && isReady(management));
        return new Ours(
                checked(server),
                management,
                settings.containsKey("VOICE_SINK_CALLS_ENABLED")
                        ? List.of("voice.events", "voice.sink.calls")
                        : List.of("voice.events"));
    }

    private static boolean isReady(ManagementPort management) {
        try {
            return management.get("/observe/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            // this port opens later than the other one
            return false;
        }
    }

    /** A server that answers a call with a voicemail; the load looks at the status only. */
    private static Server checked(Server server) {
        String url = server.url().toString();
        String answer = new Twilio(url, url, Twilio.TOKEN)
                .post(SampleWebhook.INCOMING.path(), SampleWebhook.INCOMING.form(Twilio.callSid()))
                .body();
        if (!answer.contains("<Record ")) {
            throw new IllegalStateException(server.name() + " answers a call with " + answer);
        }
        return server;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static void await(String what, Duration limit, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(condition::getAsBoolean);
    }
}
