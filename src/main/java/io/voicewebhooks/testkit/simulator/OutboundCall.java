package io.voicewebhooks.testkit.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that the application makes (<a href="https://www.twilio.com/docs/voice/api/call-resource#create-a-call">create a
 * call</a>), with <a href="https://www.twilio.com/docs/voice/answering-machine-detection">answering machine detection</a>.
 *
 * @param statusCallbackEvents   {@code initiated}, {@code ringing}, {@code answered}, {@code completed}
 * @param timeout                seconds that it rings
 * @param machineDetection       {@code Enable} or {@code DetectMessageEnd}; empty for none
 * @param asyncAmd               whether {@code Url} is asked before it is known who answered
 * @param asyncAmdStatusCallback where that is told then
 */
public record OutboundCall(
        List<String> statusCallbackEvents,
        int timeout,
        Optional<String> machineDetection,
        boolean asyncAmd,
        Optional<String> asyncAmdStatusCallback) {
    private static final int RINGS_SECONDS = 60;

    /** One whose end is reported, and that detects nothing. */
    public static OutboundCall standard() {
        return new OutboundCall(List.of("completed"), RINGS_SECONDS, Optional.empty(), false, Optional.empty());
    }

    /** The same with a detection before {@code Url} is asked. */
    public OutboundCall detecting(String mode) {
        return new OutboundCall(statusCallbackEvents, timeout, Optional.of(mode), false, Optional.empty());
    }

    /** The same with a detection that goes on beside the call. */
    public OutboundCall detecting(String mode, String callback) {
        return new OutboundCall(statusCallbackEvents, timeout, Optional.of(mode), true, Optional.of(callback));
    }

    /** As TwiML would dial it. */
    Verb noun(CallSetup setup) {
        Map<String, String> attributes = new HashMap<>();
        setup.statusCallback().ifPresent(url -> attributes.put("statusCallback", url));
        attributes.put("statusCallbackEvent", String.join(" ", statusCallbackEvents));
        machineDetection.ifPresent(mode -> attributes.put("machineDetection", mode));
        asyncAmdStatusCallback.ifPresent(url -> attributes.put("amdStatusCallback", url));
        return new Verb("Number", attributes, List.of(), setup.to());
    }
}
