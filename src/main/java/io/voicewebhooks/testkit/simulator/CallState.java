package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.RequestFailure;
import io.voicewebhooks.testkit.request.Session;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.request.WebhookClient;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One call while it lasts: its own time, its requests, and what is written down of it. */
final class CallState {
    /** Enough for every conversation; time does not end one that is only redirected. */
    private static final int MOST_DOCUMENTS = 100;

    private final Simulator simulator;
    private final CallSetup setup;
    private final Transcript transcript;
    private final Callbacks callbacks = new Callbacks(this);
    private final Session session = new Session();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final String origin;
    private final List<String> problems = new ArrayList<>();
    private final List<String> fallbacks = new ArrayList<>();
    private final List<RecordedRequest> exchanges = new ArrayList<>();
    private final Map<String, List<Speech>> heard = new HashMap<>();
    private final List<String> dialled = new ArrayList<>();
    private final List<String> talkedTo = new ArrayList<>();
    private final List<Recording> recordings = new ArrayList<>();
    private final Leg caller;
    private Duration now = Duration.ZERO;
    private int documents;

    CallState(Simulator simulator, CallSetup setup, PrintStream out) {
        this.simulator = simulator;
        this.setup = setup;
        this.transcript = new Transcript(out);
        this.origin = setup.url().replaceFirst("(?<=[^/:])/.*", "");
        this.caller = Leg.inbound(simulator.account().sid(), setup.from(), setup.to(), setup.parameters());
    }

    Simulator simulator() {
        return simulator;
    }

    CallSetup setup() {
        return setup;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** The leg of whoever called. */
    Leg caller() {
        return caller;
    }

    /** Since the call began. */
    Duration now() {
        return now;
    }

    Instant time() {
        return start.plus(now);
    }

    /**
     * Lets time pass, and sends the callbacks that are due.
     *
     * @throws CallEndedException if the caller hangs up meanwhile
     */
    void passes(Duration time) {
        Duration end = now.plus(time);
        Duration hangUp = setup.hangUpAfter().orElse(end.plusSeconds(1));
        boolean hangsUp = end.compareTo(hangUp) >= 0 && now.compareTo(hangUp) < 0;
        now = hangsUp ? hangUp : end;
        callbacks.sendDue();
        if (hangsUp) {
            write("caller", "hangs up");
            throw new CallEndedException(caller, CallEndedException.Reason.HUNG_UP);
        }
    }

    void write(String who, String what) {
        transcript.add(now, who, what);
    }

    /** Something that a developer should know of and the exit status tells. */
    void problem(String what) {
        problems.add(what);
        write("!!", what);
    }

    /** A request whose answer Twilio cannot use. */
    void problem(Webhook webhook, RequestFailure failure) {
        problem(failure + " " + asked(webhook));
    }

    /** The application has answered, with its fallback. */
    void fallback(Webhook webhook) {
        String what = "the application answers with its fallback " + asked(webhook);
        fallbacks.add(what);
        write("!!", what);
    }

    List<String> fallbacks() {
        return fallbacks;
    }

    /** Asks the application, now and really. */
    Answer send(Webhook webhook) {
        return send(webhook, simulator.client(), "");
    }

    Answer send(Webhook webhook, WebhookClient client, String remark) {
        WebhookClient.wrongOverrides(webhook.url()).forEach(this::problem);
        Answer answer = client.send(webhook, session, simulator.has(Fault.CONNECTION_DROPPED));
        exchanges.add(new RecordedRequest(
                webhook.purpose(), answer.time(), answer.failure().isEmpty()));
        String event = webhook.event().isEmpty() ? "" : " (" + webhook.event() + ")";
        write("Twilio", webhook.method() + " " + target(webhook) + event + remark + " -> " + answer);
        return answer;
    }

    private String asked(Webhook webhook) {
        return "(" + webhook.method() + " " + target(webhook).replaceFirst("\\?.*", "") + ")";
    }

    /** Where a request goes; of the application itself only the path. */
    private String target(Webhook webhook) {
        String url = webhook.url().replaceFirst("#.*", "");
        return url.startsWith(origin) ? url.substring(origin.length()) : url;
    }

    /** Lets somebody hear something. */
    void hears(String who, Speech speech) {
        heard.computeIfAbsent(who, any -> new ArrayList<>()).add(speech);
        write(who, "hears " + speech);
    }

    List<Speech> heardBy(String who) {
        return heard.getOrDefault(who, List.of());
    }

    /**
     * Counts the documents that a call asks for.
     *
     * @throws CallEndedException if it goes in circles
     */
    void countDocument(Leg leg) {
        if (++documents > MOST_DOCUMENTS) {
            problem("the call goes in circles: it was given " + MOST_DOCUMENTS + " documents");
            throw new CallEndedException(leg, CallEndedException.Reason.FAILED);
        }
    }

    /** Whoever is rung is added. */
    List<String> dialled() {
        return dialled;
    }

    /**
     * Lets caller and callee talk for a while.
     *
     * @throws CallEndedException if the caller hangs up meanwhile
     */
    void talk(String address, String where, Duration time) {
        talkedTo.add(address);
        write("caller", "talks " + where + address);
        passes(time);
    }

    List<String> talkedTo() {
        return talkedTo;
    }

    List<Recording> recordings() {
        return recordings;
    }

    List<String> problems() {
        return problems;
    }

    List<RecordedRequest> exchanges() {
        return exchanges;
    }

    @Override
    public String toString() {
        return transcript.toString();
    }
}
