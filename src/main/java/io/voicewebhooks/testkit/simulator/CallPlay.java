package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a call goes, from the first ring to the last callback. */
final class CallPlay implements Runnable {
    private final CallState line;
    private final Interpreter interpreter;
    private volatile boolean rejected;

    CallPlay(CallState line) {
        this.line = line;
        this.interpreter = new Interpreter(line, line.caller(), line.who());
    }

    @Override
    public void run() {
        Leg caller = line.caller();
        try {
            ring(caller);
            line.callbacks().finish();
        } catch (RuntimeException | Error e) {
            caller.is("failed");
            line.problem("the simulator fails: " + e);
            throw e;
        } finally {
            line.tell(at -> new CallEvent.Over(at, caller.status(), rejected));
        }
    }

    private void ring(Leg caller) {
        CallSetup setup = line.setup();
        boolean calledUs = setup.outbound().isEmpty();
        line.write(
                calledUs ? line.who() : "Twilio",
                (calledUs ? setup.from() + " calls " : "calls ") + setup.to() + ", " + caller.sid());
        line.record(caller);
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
    }

    /** Rings whoever the application calls, and asks it what that one hears. */
    private void callOut(OutboundCall outbound) {
        CallSetup setup = line.setup();
        Document none = new Document(setup.url(), setup.url(), 0, List.of());
        CalledLeg called = new CalledLeg(line, outbound.noun(setup), none, line.caller());
        try {
            if (new Ringing(line, List.of(called))
                    .until(Duration.ofSeconds(outbound.timeout()))
                    .isPresent()) {
                play(detected(called.leg(), outbound));
            }
        } catch (CallEndedException end) {
            line.write("Twilio", "the call is over");
        }
        called.stops();
    }

    /** Waits until it is known who answered, unless the application wants to be told later. */
    private Map<String, String> detected(Leg leg, OutboundCall outbound) {
        if (leg.answeredBy() == null || outbound.asyncAmd()) {
            return Map.of();
        }
        line.passes(CalledLeg.DETECTION);
        return Map.of("AnsweredBy", leg.answeredBy());
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
        line.record(caller);
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
        if (line.setup().method().equals("POST") && line.setup().outbound().isEmpty()) {
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

    boolean isRejected() {
        return rejected;
    }
}
