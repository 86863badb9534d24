package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the values of {@code call} are typed. */
final class CallValues {
    private static final Pattern TIME = Pattern.compile("\\d{1,6}(ms|s|m)");

    private CallValues() {}

    /** One thing that the caller does. */
    static final class Step {
        @Option(names = "--press", paramLabel = "<keys>", description = "Press keys: 0-9 * #")
        private Action.Press press;

        @Option(names = "--say", paramLabel = "<text>", description = "Say something that is understood.")
        private Action.Say say;

        @Option(
                names = "--record",
                paramLabel = "<file.wav>",
                description = "Leave a message; a key behind it ends it.")
        private Action.Speak record;

        Action action() {
            return press != null ? press : say != null ? say : record;
        }
    }

    record Reacts(String address, Callee.Reaction reaction) {}

    record Is(String address, Callee.Answerer answerer) {}

    record Presses(String address, String keys) {}

    /** Tells a command line how the values of these options are read. */
    static void register(CommandLine line) {
        line.registerConverter(Duration.class, understood(CallValues::time));
        line.registerConverter(Fault.class, understood(Fault::of));
        line.registerConverter(Action.Press.class, understood(Action.Press::new));
        line.registerConverter(Action.Say.class, Action.Say::new);
        line.registerConverter(Action.Speak.class, understood(CallValues::message));
        line.registerConverter(Reacts.class, understood(value -> new Reacts(before(value), reaction(after(value)))));
        line.registerConverter(Is.class, understood(value -> new Is(before(value), answerer(after(value)))));
        line.registerConverter(
                Presses.class, understood(value -> new Presses(before(value), new Action.Press(after(value)).keys())));
    }

    /** The message of the exception says what is wrong with the value. */
    private static <T> ITypeConverter<T> understood(ITypeConverter<T> converter) {
        return value -> {
            try {
                return converter.convert(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static Action.Speak message(String file) {
        try {
            return new Action.Speak(Audio.of(Files.readAllBytes(Path.of(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read");
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
            default -> throw new IllegalArgumentException(value + "; allowed: answers, busy, no-answer, failed");
        };
    }

    private static Callee.Answerer answerer(String value) {
        return switch (value) {
            case "human" -> Callee.Answerer.HUMAN;
            case "machine" -> Callee.Answerer.MACHINE;
            case "fax" -> Callee.Answerer.FAX;
            case "unknown" -> Callee.Answerer.UNKNOWN;
            default -> throw new IllegalArgumentException(value + "; allowed: human, machine, fax, unknown");
        };
    }

    private static Duration time(String value) {
        if (!TIME.matcher(value).matches()) {
            throw new IllegalArgumentException(value + "; allowed: a time such as 500ms, 20s, 2m");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(value));
    }
}
