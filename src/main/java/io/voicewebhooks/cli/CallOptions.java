package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.request.LocalAddress;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** What was typed behind {@code call}. */
final class CallOptions {
    private static final Pattern TIME = Pattern.compile("\\d{1,6}(ms|s|m)");
    private static final Set<String> ONCE = Set.of(
            "url",
            "public-url",
            "from",
            "to",
            "method",
            "fallback-url",
            "status-callback",
            "hangup-after",
            "media-port",
            "media-wait",
            "recording-url-base",
            "calls",
            "rate");

    private final Map<String, String> single = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<Action> script = new ArrayList<>();
    private final Map<String, Callee.Reaction> reactions = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<Fault> troubles = EnumSet.noneOf(Fault.class);

    private CallOptions() {}

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be understood; the message says what is wrong
     */
    static CallOptions of(List<String> line) {
        CallOptions options = new CallOptions();
        for (int i = 0; i < line.size(); i += 2) {
            String option = line.get(i);
            if (!option.startsWith("--")) {
                throw new IllegalArgumentException("not expected: " + option);
            }
            if (i + 1 == line.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            options.add(option.substring(2), line.get(i + 1));
        }
        for (String required : List.of("url", "from", "to")) {
            options.find(required).orElseThrow(() -> new IllegalArgumentException("--" + required + " is missing"));
        }
        options.check();
        return options;
    }

    private void add(String option, String value) {
        switch (option) {
            case "press" -> script.add(new Action.Press(value));
            case "say" -> script.add(new Action.Say(value));
            case "record" -> script.add(new Action.Speak(audio(value)));
            case "param" -> parameters.put(before(value), after(value));
            case "callee" -> reactions.put(before(value), reaction(after(value)));
            case "callee-press" -> keys.put(before(value), new Action.Press(after(value)).keys());
            case "trouble" -> troubles.add(Fault.of(value));
            default -> {
                if (!ONCE.contains(option)) {
                    throw new IllegalArgumentException("unknown option: --" + option);
                }
                if (single.put(option, value) != null) {
                    throw new IllegalArgumentException("--" + option + " is there twice");
                }
            }
        }
    }

    /** Reads every value once, so that a wrong one is known before anybody calls. */
    private void check() {
        if (!single.get("url").matches("https?://[^/?#]+([/?#].*)?")) {
            throw new IllegalArgumentException("--url begins with http:// or https://");
        }
        if (!find("public-url").orElse("http://host").matches("https?://[^/?#]+(/[^?#]*)?")) {
            throw new IllegalArgumentException(
                    "--public-url is scheme, host, port and path prefix, as voice.public-url");
        }
        if (!Set.of("GET", "POST").contains(setup().method())) {
            throw new IllegalArgumentException("--method is GET or POST");
        }
        if (parameters.containsKey("")) {
            throw new IllegalArgumentException("--param needs a name and a value: NAME=VALUE");
        }
        mediaPort();
        mediaWait();
        calls();
        rate();
    }

    private static Audio audio(String file) {
        try {
            return Audio.of(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("--record " + file + " cannot be read");
        }
    }

    /** What stands before the last {@code =}: a SIP address may have one, too. Empty if there is none. */
    private static String before(String value) {
        return value.substring(0, Math.max(value.lastIndexOf('='), 0));
    }

    private static String after(String value) {
        return value.substring(value.lastIndexOf('=') + 1);
    }

    private static Callee.Reaction reaction(String value) {
        return switch (value) {
            case "answers" -> Callee.Reaction.ANSWERS;
            case "busy" -> Callee.Reaction.BUSY;
            case "no-answer" -> Callee.Reaction.NO_ANSWER;
            case "failed" -> Callee.Reaction.FAILED;
            default ->
                throw new IllegalArgumentException(
                        "--callee [<number>=]" + value + "; allowed: answers, busy, no-answer, failed");
        };
    }

    private static Duration time(String option, String value) {
        if (!TIME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "--" + option + " " + value + "; allowed: a time such as 500ms, 20s, 2m");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(value));
    }

    private int number(String option, int standard, int least, int most) {
        String value = single.getOrDefault(option, String.valueOf(standard));
        if (!value.matches("\\d{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException("--" + option + " " + value + "; allowed: " + least + " to " + most);
        }
        return Integer.parseInt(value);
    }

    private Optional<String> find(String option) {
        return Optional.ofNullable(single.get(option));
    }

    /** Where the application is, if Twilio knows it by {@code --public-url}. */
    LocalAddress address() {
        return find("public-url")
                .map(known -> LocalAddress.of(known, single.get("url")))
                .orElse(LocalAddress.NONE);
    }

    CallSetup setup() {
        LocalAddress address = address();
        return new CallSetup(
                address.toPublic(single.get("url")),
                single.getOrDefault("method", "POST"),
                find("fallback-url").map(address::toPublic),
                find("status-callback").map(address::toPublic),
                single.get("from"),
                single.get("to"),
                parameters,
                find("hangup-after").map(value -> time("hangup-after", value)));
    }

    /** What the caller does, in order. */
    List<Action> script() {
        return script;
    }

    /** Who is called: by address, {@code ""} stands for everybody else. */
    Map<String, Callee> callees() {
        Map<String, Callee> callees = new LinkedHashMap<>();
        Set<String> addresses = new LinkedHashSet<>(reactions.keySet());
        addresses.addAll(keys.keySet());
        addresses.forEach(address -> callees.put(
                address,
                new Callee(reactions.getOrDefault(address, Callee.Reaction.ANSWERS), keys.getOrDefault(address, ""))));
        return callees;
    }

    Set<Fault> troubles() {
        return troubles;
    }

    int mediaPort() {
        return number("media-port", 8089, 0, 65_535);
    }

    Optional<String> recordingUrlBase() {
        return find("recording-url-base");
    }

    /** How long recordings are served after the call, unless they are fetched before. */
    Duration mediaWait() {
        return time("media-wait", single.getOrDefault("media-wait", "15s"));
    }

    boolean isLoad() {
        return single.containsKey("calls");
    }

    int calls() {
        return number("calls", 1, 1, 1_000_000);
    }

    /** Calls a second. */
    int rate() {
        return number("rate", 1, 1, 1_000);
    }
}
