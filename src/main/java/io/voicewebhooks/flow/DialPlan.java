package io.voicewebhooks.flow;

import io.voicewebhooks.config.CallKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bean {@code dialPlan}: whom the flows may call. Numbers come from {@code call.forward.to}; what a caller sent is
 * dialled only if {@code call.dial-allowed} has it.
 */
public final class DialPlan {
    /** E.164, as Twilio wants it (https://www.twilio.com/docs/voice/twiml/number). */
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");

    /** Numbers of +1 have eleven digits, and whatever a caller adds to them is not dialled (NANP). */
    private static final int NORTH_AMERICAN = 11;

    private static final int LONGEST = 15;
    /** Country, area and exchange: with less in front of an asterisk a caller chooses among numbers of others. */
    private static final int FEWEST_FIXED = 7;

    private static final Pattern OPEN_HOST = Pattern.compile("sips?:(.*@.*\\*.*|[^@]*\\*[^@]*)");

    private static final Pattern ALLOWED = Pattern.compile("\\+?[0-9]+\\*?|(sip|sips|client):[A-Za-z0-9@:._*+-]+");
    /** What Twilio rings at once, and for how long in seconds (https://www.twilio.com/docs/voice/twiml/dial). */
    private static final int MOST_AT_ONCE = 10;

    private static final int SHORTEST_RING = 5;
    private static final int LONGEST_RING = 600;

    private final List<List<String>> turns;
    private final String callerId;
    private final List<Pattern> allowed;

    /** Of the values of {@code call.forward.*} and {@code call.dial-allowed}; a message about a wrong one says what is right. */
    DialPlan(Function<CallKey, String> values) {
        String to = values.apply(CallKey.FORWARD_TO);
        this.turns = to.isBlank()
                ? List.of()
                : Arrays.stream(to.split(";", -1)).map(DialPlan::turn).toList();
        this.callerId = values.apply(CallKey.FORWARD_CALLER_ID).strip();
        require(
                callerId.isEmpty() || NUMBER.matcher(callerId).matches(),
                "call.forward.caller-id = " + callerId
                        + "; allowed: a number of the account such as +15558675310 (\"+\", country code and digits)");
        this.allowed = FlowBeans.entries(values.apply(CallKey.DIAL_ALLOWED))
                .map(DialPlan::pattern)
                .toList();
        String ring = values.apply(CallKey.FORWARD_RING_SECONDS);
        require(
                ring.strip().matches("\\d{1,4}")
                        && Integer.parseInt(ring.strip()) >= SHORTEST_RING
                        && Integer.parseInt(ring.strip()) <= LONGEST_RING,
                "call.forward.ring-seconds = " + ring + "; allowed: " + SHORTEST_RING + " to " + LONGEST_RING);
        String announce = values.apply(CallKey.FORWARD_ANNOUNCE);
        require(
                announce.equals("true") || announce.equals("false"),
                "call.forward.announce = " + announce + "; allowed: true, false");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    private static List<String> turn(String numbers) {
        List<String> turn =
                Arrays.stream(numbers.split(",", -1)).map(String::strip).toList();
        turn.forEach(number -> require(
                NUMBER.matcher(number).matches(),
                "call.forward.to has " + (number.isEmpty() ? "an empty entry" : "\"" + number + "\"")
                        + "; allowed: numbers such as +15558675310 (\"+\", country code and digits), those that ring at"
                        + " once separated by commas, those that ring after them by semicolons"));
        require(
                turn.size() <= MOST_AT_ONCE,
                "call.forward.to rings too many numbers at once; allowed: " + MOST_AT_ONCE);
        return turn;
    }

    /**
     * An asterisk stands for the digits that a number lacks, up to the 15 of E.164 and to exactly 11 behind +1, and in an
     * address for what has no meaning of its own there.
     */
    private static Pattern pattern(String entry) {
        require(
                ALLOWED.matcher(entry).matches(),
                "call.dial-allowed has \"" + entry
                        + "\"; allowed: numbers such as +15558675310 or +1555*, addresses such as sip:*@pbx.example.com or"
                        + " client:*, separated by commas");
        int fixed = fixed(entry);
        String any = entry.contains(":")
                ? "[A-Za-z0-9._-]+"
                : entry.startsWith("+1")
                        ? "[0-9]{" + Math.max(0, NORTH_AMERICAN - fixed) + "}"
                        : "[0-9]{0," + Math.max(0, LONGEST - fixed) + "}";
        return Pattern.compile(
                Arrays.stream(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(any)));
    }

    private static int fixed(String number) {
        return number.replaceAll("[^0-9]", "").length();
    }

    /** A line for each entry of {@code call.dial-allowed} that leaves too much to callers. */
    public static List<String> warnings(String allowed) {
        List<String> warnings = new ArrayList<>();
        for (String entry : FlowBeans.entries(allowed).toList()) {
            if (OPEN_HOST.matcher(entry).matches()) {
                warnings.add("call.dial-allowed has \"" + entry + "\": a caller chooses the host, and with it who is"
                        + " called; expected: a host without *");
            } else if (!entry.contains(":") && entry.endsWith("*") && fixed(entry) < FEWEST_FIXED) {
                warnings.add(
                        "call.dial-allowed has \"" + entry + "\": a caller chooses among numbers of others, which you"
                                + " pay for; expected: at least " + FEWEST_FIXED + " digits in front of *");
            }
        }
        return warnings;
    }

    /** The numbers that ring at once after so many turns, {@code null} for none; empty where everybody has been called. */
    public List<String> numbers(Integer turn) {
        int index = turn == null ? 0 : turn;
        return index >= 0 && index < turns.size() ? turns.get(index) : List.of();
    }

    /**
     * What whoever is called sees: nothing, which is the caller's own number, or {@code call.forward.caller-id} where the
     * caller has none to show, as a Voice SDK client, a SIP address or somebody who hides it. Twilio calls nobody for a
     * client without one (<a href="https://www.twilio.com/docs/api/errors/13214">error 13214</a>).
     */
    public String callerId(String from) {
        return from != null && NUMBER.matcher(from).matches() ? "" : callerId;
    }

    /** The turn after this one, empty where everybody has been called. */
    public String next(Integer turn) {
        int next = turn == null ? 1 : turn + 1;
        return numbers(next).isEmpty() ? "" : String.valueOf(next);
    }

    /**
     * What a caller sent, if {@code call.dial-allowed} has it.
     *
     * @throws IllegalArgumentException if it has not; the message does not tell the number
     */
    public String allowed(String number) {
        String target = number == null ? "" : number.strip();
        require(
                allowed.stream().anyMatch(entry -> entry.matcher(target).matches()),
                "a caller asked for a number that call.dial-allowed does not have");
        return target;
    }
}
