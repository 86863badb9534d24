package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import io.voicewebhooks.testkit.simulator.Simulator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Calls that are placed (<a href="https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource">Create a
 * Call</a>): where they name a {@code Url}, the simulator plays them.
 */
final class PlacedCalls {
    private static final int RINGS_SECONDS = 60;

    private final Simulator simulator;
    private final Executor workers;

    PlacedCalls(Simulator simulator, Executor workers) {
        this.simulator = simulator;
        this.workers = workers;
    }

    /** @param player null if nobody plays it: then it stays queued */
    static ObjectNode place(RestRequest request, PlacedCalls player) {
        Map<String, String> form = request.form();
        boolean played = player != null && form.containsKey("Url");
        Call call = played ? player.call(request) : null;
        RestAccount account = request.account();
        String sid = played ? call.sid() : RestAccount.newSid(RestKind.CALLS);
        ObjectNode made = account.add(RestKind.CALLS, sid, Instant.now());
        made.put("to", form.get("To"))
                .put("from", form.get("From"))
                .put("direction", "outbound-api")
                .put("status", "queued");
        ObjectNode answer = made.deepCopy();
        if (played) {
            player.workers.execute(call);
        }
        return answer;
    }

    private Call call(RestRequest request) {
        Map<String, String> form = request.form();
        List<String> events = request.values("StatusCallbackEvent");
        boolean async = "true".equals(form.get("AsyncAmd"));
        OutboundCall outbound = new OutboundCall(
                events.isEmpty() ? List.of("completed") : events,
                Integer.parseInt(form.getOrDefault("Timeout", String.valueOf(RINGS_SECONDS))),
                Optional.ofNullable(form.get("MachineDetection")),
                async,
                Optional.ofNullable(form.get("AsyncAmdStatusCallback")).filter(url -> async));
        CallSetup setup = new CallSetup(
                form.get("Url"),
                form.getOrDefault("Method", "POST"),
                Optional.ofNullable(form.get("FallbackUrl")),
                Optional.ofNullable(form.get("StatusCallback")),
                form.get("From"),
                form.get("To"),
                Map.of(),
                Optional.empty());
        return simulator.call(setup.outbound(outbound), prompt -> new Action.Silence(), null);
    }
}
