package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What somebody hears: {@code <Say>}, {@code <Play>} and {@code <Pause>}, by themselves and in a {@code <Gather>}. */
final class Speaker {
    private static final int CHARACTERS_A_SECOND = 15;
    private static final int PLAYING_SECONDS = 5;
    private static final int MOST_LOOPS = 1_000;

    private final Interpreter interpreter;
    private final CallState line;

    Speaker(Interpreter interpreter) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
    }

    /**
     * Lets the person hear {@code <Say>}, {@code <Play>} and {@code <Pause>}, and waits until it is over.
     *
     * @param interruptible whether keys and words break it off, which are returned then
     */
    Optional<Action> speak(Verb verb, Document document, boolean interruptible) {
        return output(verb, document, interruptible)
                .map(step -> interpreter.ask(step).action())
                .filter(action -> action instanceof Action.Press || action instanceof Action.Say);
    }

    private Optional<CallStep> output(Verb verb, Document document, boolean interruptible) {
        int loop = verb.number("loop", 1);
        int times = loop == 0 ? MOST_LOOPS : Math.min(loop, MOST_LOOPS);
        int playing = PLAYING_SECONDS * times;
        switch (verb.name()) {
            case "Say" -> {
                Speech speech = Speech.of(verb);
                line.hears(interpreter.who(), speech);
                int seconds = (int) spoken(speech.text()).toSeconds() * times;
                return Optional.of(line.turns()
                        .step(id -> new CallStep.Say(
                                id,
                                interpreter.who(),
                                speech.text(),
                                speech.language(),
                                speech.voice(),
                                times,
                                seconds,
                                interruptible)));
            }
            case "Play" -> {
                String digits = verb.attribute("digits", "");
                if (!digits.isBlank()) {
                    line.hears(interpreter.who(), Speech.sound("tones " + digits));
                    return Optional.of(line.turns()
                            .step(id -> new CallStep.Tones(id, interpreter.who(), digits, playing, interruptible)));
                }
                String url = document.resolve(verb.text());
                fetch(url);
                return Optional.of(line.turns()
                        .step(id -> new CallStep.Play(id, interpreter.who(), url, times, playing, interruptible)));
            }
            case "Pause" -> {
                int seconds = verb.number("length", 1);
                return Optional.of(
                        line.turns().step(id -> new CallStep.Pause(id, interpreter.who(), seconds, interruptible)));
            }
            default -> {
                line.problem("12200: <" + verb.name() + "> is not allowed there, it is skipped");
                return Optional.empty();
            }
        }
    }

    /** How long it takes to say something, about. */
    static Duration spoken(String text) {
        return Duration.ofSeconds(1 + text.length() / CHARACTERS_A_SECOND);
    }

    private void fetch(String url) {
        line.hears(interpreter.who(), Speech.sound("plays " + url));
        Webhook audio = new Webhook(Purpose.AUDIO, "GET", url, Map.of());
        line.send(audio)
                .failure()
                .ifPresent(
                        failure -> line.problem(failure + " " + line.requests().asked(audio)));
    }
}
