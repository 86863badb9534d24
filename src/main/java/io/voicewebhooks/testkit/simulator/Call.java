package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A call of somebody to a number of ours, or of the application to somebody. What it returns may be read while it lasts. */
public final class Call implements Runnable {
    private final CallState line;
    private final Interpreter interpreter;
    private boolean rejected;

    Call(CallState line) {
        this.line = line;
        this.interpreter = new Interpreter(line, line.caller(), line.who());
    }

    /** Plays it from the first ring to the last callback. */
    @Override
    public void run() {
        Leg caller = line.caller();
        CallSetup setup = line.setup();
        boolean calledUs = setup.outbound().isEmpty();
        line.write(
                calledUs ? line.who() : "Twilio",
                (calledUs ? setup.from() + " calls " : "calls ") + setup.to() + ", " + caller.sid());
        if (calledUs) {
            String sipResponseCode = play(Map.of());
            setup.statusCallback().ifPresent(url -> line.callbacks()
                    .send(new Webhook(
                            Purpose.CALL_STATUS,
                            "POST",
                            url,
                            caller.finalStatusCallback(line.time(), line.now(), sipResponseCode))));
        } else {
            callOut(setup.outbound().get());
        }
        line.callbacks().finish();
        line.tell(at -> new CallEvent.Over(at, caller.status()));
    }

    /** Rings whoever the application calls, and asks it what that one hears. */
    private void callOut(OutboundCall outbound) {
        CallSetup setup = line.setup();
        Document none = new Document(setup.url(), setup.url(), 0, List.of());
        CalledLeg called = new CalledLeg(line, outbound.noun(setup), none, line.caller());
        if (new Ringing(line, List.of(called))
                .until(Duration.ofSeconds(outbound.timeout()))
                .isPresent()) {
            Leg leg = called.leg();
            boolean waits = leg.answeredBy() != null && !outbound.asyncAmd();
            if (waits) {
                line.passes(CalledLeg.DETECTION);
            }
            play(waits ? Map.of("AnsweredBy", leg.answeredBy()) : Map.of());
        }
        called.stops();
    }

    /** Plays what the application says; returns the SIP response code of the end. */
    private String play(Map<String, String> more) {
        Leg caller = line.caller();
        CallSetup setup = line.setup();
        String sipResponseCode = "200";
        try {
            Map<String, String> first = firstParameters();
            first.putAll(more);
            follow(new Webhook(Purpose.INCOMING_CALL, setup.method(), setup.url(), first));
            caller.answers(line.now());
            caller.is("completed");
        } catch (CallEndedException end) {
            sipResponseCode = end(caller, end.reason());
        }
        line.recordings().forEach(Recording::finish);
        line.write("Twilio", "the call is over: " + caller.status() + " after " + caller.seconds(line.now()) + " s");
        return sipResponseCode;
    }

    /** Follows the TwiML, also where the application redirects the call to. */
    private void follow(Webhook first) {
        Webhook next = first;
        while (next != null) {
            try {
                interpreter.follow(next);
                next = null;
            } catch (CallEndedException end) {
                if (!end.isRedirect()) {
                    throw end;
                }
                next = new Webhook(
                        Purpose.REDIRECT, "POST", end.url(), line.caller().parameters());
            }
        }
    }

    /** CallToken comes by POST only, and is a credential. */
    private Map<String, String> firstParameters() {
        Map<String, String> parameters = line.caller().parameters();
        if (line.setup().method().equals("POST")) {
            parameters.putIfAbsent(
                    "CallToken",
                    "{\"parentCallInfoToken\":\"" + Leg.sid("simulated-") + "\",\"identityHeaderTokens\":[]}");
        }
        return parameters;
    }

    /** Sets the final status, and returns the SIP response code of it. */
    private String end(Leg caller, CallEndedException.Reason reason) {
        switch (reason) {
            case REJECTED -> {
                rejected = true;
                caller.is("no-answer");
                return "404";
            }
            case REJECTED_BUSY -> {
                rejected = true;
                caller.is("busy");
                return "486";
            }
            default -> {
                caller.hungUp();
                return "487";
            }
        }
    }

    /** {@code CallSid}. */
    public String sid() {
        return line.caller().sid();
    }

    /** {@code CallStatus}, the final one after {@link #run()}. */
    public String status() {
        return line.caller().status();
    }

    /** Whether the application turned the caller away with {@code <Reject>}. */
    public boolean isRejected() {
        return rejected;
    }

    /** What the caller has heard so far: a text for each {@code <Say>}, {@code (plays URL)} for each {@code <Play>}. */
    public List<String> heard() {
        return heardBy(line.who());
    }

    /** The same with language and voice. */
    public List<Speech> speech() {
        return line.notes().heardBy(line.who());
    }

    /** What somebody who was called has heard in a whisper. */
    public List<String> heardBy(String address) {
        return line.notes().heardBy(address).stream().map(Speech::text).toList();
    }

    /** Whom the application dialled: numbers, SIP addresses, clients, queues and conferences. */
    public List<String> dialled() {
        return line.notes().dialled();
    }

    /** Those of them to whom the caller talked. */
    public List<String> talkedTo() {
        return line.notes().talkedTo();
    }

    /** What went wrong in the application, a line each. */
    public List<String> problems() {
        return line.notes().problems();
    }

    /**
     * Where somebody heard the application's fallback, a line each: Twilio is content, but a flow failed. The application's
     * log says why.
     */
    public List<String> fallbacks() {
        return line.notes().fallbacks();
    }

    /** The requests so far. */
    public List<RecordedRequest> exchanges() {
        return line.requests().made();
    }

    /** How many recordings of this call can be fetched. */
    public int recordings() {
        return (int) media().count();
    }

    /** Waits until every recording was fetched whole, or until the time is over. Returns how many were. */
    public int awaitFetched(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int fetched = 0;
        for (Media media : media().toList()) {
            if (media.awaitFetched(Duration.ofNanos(end - System.nanoTime()))) {
                fetched++;
                line.write("media", "the recording was fetched, %,d bytes".formatted(media.length()));
            } else {
                line.write(
                        "media",
                        "nobody fetched the recording within " + limit.toSeconds() + " s; does the"
                                + " application know "
                                + line.simulator().recordings().url() + "?");
            }
        }
        return fetched;
    }

    private Stream<Media> media() {
        return line.recordings().stream().map(Recording::media).filter(Objects::nonNull);
    }

    /** The call as a play: a line for everything that happened, with its time. */
    public String transcript() {
        return line.toString();
    }
}
