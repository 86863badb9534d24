package io.voicewebhooks.testkit.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in of Twilio's REST API, all products on one port: phone numbers, TwiML Apps, SIP domains, BYOC trunks, calls with
 * the requests that Twilio made for them, recordings with their audio, alerts and changes of Monitor; with pages, filters and
 * Basic authentication by account, and with faults to be switched on. Written from Twilio's documentation and OpenAPI files.
 */
public final class RestServer implements AutoCloseable {
    private record Planned(RestFault fault, String path, int[] left) {}

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, RestAccount> accounts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Planned> faults = new CopyOnWriteArrayList<>();
    private final RestResources resources = new RestResources(this);
    private volatile String hidden;
    private volatile Duration lag = Duration.ZERO;
    private volatile Duration clockError = Duration.ZERO;

    private RestServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Starts one on the loopback address, on a free port, without any account. */
    public static RestServer start() {
        try {
            return new RestServer(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code twilio.api-url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The account of a SID, which this token opens; a new one if there is none. */
    public RestAccount account(String sid, String authToken) {
        return accounts.computeIfAbsent(sid, any -> new RestAccount(this, sid)).accept(sid, authToken);
    }

    /**
     * From now on an account has what a simulator plays: calls with their requests, alerts for those that failed, recordings.
     * The calls that are placed by REST are played there.
     *
     * @param media where the simulator puts audio, which is served here too
     */
    public RestServer keeps(RestAccount account, Simulator simulator, MediaServer media) {
        account.media(media);
        simulator.records(new PlayedCalls(account, this)).recordingUrlBase(url());
        resources.play(account, new PlacedCalls(simulator, workers));
        return this;
    }

    /** Lets everything fail in this way until {@link #recovers()}. */
    public RestServer fails(RestFault fault) {
        return fails(fault, "", Integer.MAX_VALUE);
    }

    /** Lets the next requests fail whose method and path, for example {@code POST /2010-04-01/…/Calls.json}, have a part. */
    public RestServer fails(RestFault fault, String part, int times) {
        faults.add(new Planned(fault, part, new int[] {times}));
        return this;
    }

    /** Nothing fails any more. */
    public RestServer recovers() {
        faults.clear();
        return this;
    }

    /** Lets lists show only what is so old; {@link Duration#ZERO} for all. */
    public RestServer lagsBy(Duration time) {
        lag = time;
        return this;
    }

    /** Leaves requests out of the events of calls whose address has a part: Twilio does not promise to tell of all. */
    public RestServer hidesRequests(String part) {
        hidden = part;
        return this;
    }

    /** Sets Twilio's clock ahead of ours, for what happens from now on; a negative time sets it back. */
    public RestServer clockIsWrongBy(Duration time) {
        clockError = time;
        return this;
    }

    boolean shows(String requestUrl) {
        return hidden == null || !requestUrl.contains(hidden);
    }

    Duration lag() {
        return lag;
    }

    Duration clockError() {
        return clockError;
    }

    /** What was asked, for example {@code GET /v1/Alerts?PageSize=50}, in order. */
    public List<String> requests() {
        return requests;
    }

    /** Takes a fault that is due, if it is one of those. */
    boolean takes(String asked, RestFault... which) {
        return due(asked, List.of(which)).isPresent();
    }

    private Optional<RestFault> due(String asked, List<RestFault> which) {
        synchronized (faults) {
            return faults.stream()
                    .filter(each -> which.contains(each.fault()) && asked.contains(each.path()) && each.left()[0]-- > 0)
                    .map(Planned::fault)
                    .findFirst();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(asked);
        try (exchange) {
            Optional<RestFault> refusal = due(
                    asked,
                    List.of(RestFault.values()).stream()
                            .filter(each -> each.status() > 0)
                            .toList());
            if (refusal.isPresent()) {
                refusal.get().answer().send(exchange);
                return;
            }
            String authorization =
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
            Optional<RestAccount> account = accounts.values().stream()
                    .filter(each -> each.accepts(authorization))
                    .findFirst();
            if (account.isEmpty()) {
                RestFault.UNAUTHORIZED.answer().send(exchange);
            } else if (!RestMedia.serve(exchange, account.get())) {
                RestAnswer answer = resources.answer(new RestRequest(
                        exchange.getRequestMethod(), exchange.getRequestURI(), body, account.get(), asked));
                if (!takes(asked, RestFault.ANSWER_LOST)) {
                    answer.send(exchange);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
