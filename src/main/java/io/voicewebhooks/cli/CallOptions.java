package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.request.LocalAddress;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.Fault;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is typed behind {@code call}. */
final class CallOptions {
    @Option(names = "--url", required = true, paramLabel = "<VoiceUrl>", description = "The number's VoiceUrl.")
    private String url;

    @Option(names = "--from", required = true, paramLabel = "<number>", description = "Who calls.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "<number>", description = "The number that is called.")
    private String to;

    @Option(
            names = "--public-url",
            paramLabel = "<voice.public-url>",
            description = "Sign for it, as in production, and connect to the host of --url.")
    private String publicUrl;

    @Option(names = "--method", defaultValue = "POST", paramLabel = "GET|POST", description = "VoiceMethod.")
    private String method;

    @Option(names = "--fallback-url", paramLabel = "<url>", description = "VoiceFallbackUrl.")
    private String fallbackUrl;

    @Option(names = "--status-callback", paramLabel = "<url>", description = "StatusCallback.")
    private String statusCallback;

    @Option(
            names = "--param",
            paramLabel = "<name>=<value>",
            description = "A further parameter of the call; again and again.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--hangup-after", paramLabel = "<time>", description = "When the caller hangs up, such as 20s.")
    private Duration hangUpAfter;

    @Option(
            names = "--callee",
            paramLabel = "[<number>=]answers|busy|no-answer|failed",
            description = "What happens to who is called, all or one; again and again.")
    private List<CallValues.Reacts> reactions = new ArrayList<>();

    @Option(
            names = "--callee-press",
            paramLabel = "[<number>=]<keys>",
            description = "What they press in a whisper; again and again.")
    private List<CallValues.Presses> presses = new ArrayList<>();

    @Option(
            names = "--callee-is",
            paramLabel = "[<number>=]human|machine|fax|unknown",
            description = "What takes the call, for machine detection; again and again.")
    private List<CallValues.Is> answerers = new ArrayList<>();

    @Option(
            names = "--outbound",
            description =
                    "The application calls, from its number to somebody, who then does what the caller does else.")
    private boolean outbound;

    @Option(
            names = "--machine-detection",
            paramLabel = "Enable|DetectMessageEnd",
            description = "MachineDetection of that call.")
    private String machineDetection;

    @Option(
            names = "--amd-callback",
            paramLabel = "<url>",
            description = "AsyncAmdStatusCallback: --url is asked at once.")
    private String amdCallback;

    @Option(
            names = "--media-port",
            defaultValue = "8089",
            paramLabel = "<port>",
            description = "Where recordings are served (default: ${DEFAULT-VALUE}); twilio.api-url of the application"
                    + " names it: http://127.0.0.1:8089.")
    int mediaPort;

    @Option(
            names = "--media-wait",
            defaultValue = "15s",
            paramLabel = "<time>",
            description = "How long they are served after the call, unless they are fetched before (default: 15s).")
    Duration mediaWait;

    @Option(
            names = "--recording-url-base",
            paramLabel = "<url>",
            description = "What RecordingUrl begins with, if not with that port.")
    String recordingUrlBase;

    @Option(names = "--calls", paramLabel = "<number>", description = "Make many calls; ends in a table.")
    Integer calls;

    @Option(names = "--rate", defaultValue = "1", paramLabel = "<number>", description = "Calls begun a second.")
    int rate;

    @Option(names = "--trouble", paramLabel = "<name>", description = "What goes wrong, see below; again and again.")
    Set<Fault> troubles = new TreeSet<>();

    @ArgGroup(multiplicity = "0..*", heading = "What the caller does, in this order, again and again:%n")
    private List<CallValues.Step> steps = new ArrayList<>();

    /** Looks at what the command line could not. */
    void check() {
        require(url.matches("https?://[^/?#]+([/?#].*)?"), "--url begins with http:// or https://");
        require(
                publicUrl == null || publicUrl.matches("https?://[^/?#]+(/[^?#]*)?"),
                "--public-url is scheme, host, port and path prefix, as voice.public-url");
        requireOneOf("--method", method, "GET", "POST");
        require(outbound || machineDetection == null, "--machine-detection is for a call with --outbound");
        require(machineDetection != null || amdCallback == null, "--amd-callback needs --machine-detection");
        requireOneOf("--machine-detection", machineDetection, "Enable", "DetectMessageEnd");
        requireRange("--media-port", mediaPort, 0, 65_535);
        requireRange("--calls", calls == null ? 1 : calls, 1, 1_000_000);
        requireRange("--rate", rate, 1, 1_000);
    }

    private static void requireOneOf(String option, String value, String one, String other) {
        require(value == null || value.equals(one) || value.equals(other), option + " is " + one + " or " + other);
    }

    private static void requireRange(String option, int value, int least, int most) {
        require(value >= least && value <= most, option + " " + value + "; allowed: " + least + " to " + most);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Where the application is, if Twilio knows it by {@code --public-url}. */
    LocalAddress address() {
        return publicUrl == null ? LocalAddress.NONE : LocalAddress.of(publicUrl, url);
    }

    CallSetup setup() {
        LocalAddress address = address();
        CallSetup setup = new CallSetup(
                address.toPublic(url),
                method,
                Optional.ofNullable(fallbackUrl).map(address::toPublic),
                Optional.ofNullable(statusCallback).map(address::toPublic),
                from,
                to,
                parameters,
                Optional.ofNullable(hangUpAfter));
        if (!outbound) {
            return setup;
        }
        OutboundCall call = OutboundCall.standard();
        if (amdCallback != null) {
            call = call.detecting(machineDetection, address.toPublic(amdCallback));
        } else if (machineDetection != null) {
            call = call.detecting(machineDetection);
        }
        return setup.outbound(call);
    }

    /** What the caller does, in order. */
    List<Action> script() {
        return steps.stream().map(CallValues.Step::action).toList();
    }

    /** Who is called: by address, {@code ""} stands for everybody else. */
    Map<String, Callee> callees() {
        Map<String, Callee> callees = new LinkedHashMap<>();
        reactions.forEach(one -> callees.put(one.address(), new Callee(one.reaction(), "")));
        presses.forEach(one -> callees.merge(
                one.address(),
                new Callee(Callee.Reaction.ANSWERS, one.keys()),
                (reacts, answers) -> new Callee(reacts.reaction(), one.keys())));
        answerers.forEach(one -> callees.merge(
                one.address(),
                new Callee(Callee.Reaction.ANSWERS, "", one.answerer()),
                (before, answers) -> new Callee(before.reaction(), before.keys(), one.answerer())));
        return callees;
    }
}
