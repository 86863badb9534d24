package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.Rooms.Waiting;
import io.voicewebhooks.testkit.simulator.Turns.End;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** <a href="https://www.twilio.com/docs/voice/twiml/queue">Queue</a>: connects with whoever waits in a queue. */
final class QueueNoun {
    private static final String WAITS = "waits for somebody in the queue ";
    private static final String TALKS = "to somebody of the queue ";
    private static final Duration WAITED = Duration.ofSeconds(30);

    private final Interpreter interpreter;
    private final CallState line;
    private final Turns turns;
    private final Rooms rooms;
    private final Verb dial;
    private final Verb noun;
    private final Document document;

    QueueNoun(Interpreter interpreter, Verb dial, Verb noun, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.turns = line.turns();
        this.rooms = line.simulator().rooms();
        this.dial = dial;
        this.noun = noun;
        this.document = document;
    }

    /** Returns what the {@code action} of the verb is told. */
    Map<String, String> connect() {
        line.notes().dialled().add(noun.text());
        if (turns.isLive(noun.text())) {
            return first();
        }
        if (!line.simulator().calleeAt(noun.text()).answers()) {
            line.write(line.who(), WAITS + noun.text());
            turns.waits(nobody(), dial.seconds("timeout", 30));
            return noAnswer();
        }
        return somebody();
    }

    private String nobody() {
        return "nobody in the queue " + noun.text();
    }

    private static Map<String, String> noAnswer() {
        return Map.of("DialCallStatus", "no-answer", "DialBridged", "false");
    }

    /** Takes the call that waits for the longest time; if there is none, the next to come, or whoever answers for it. */
    private Map<String, String> first() {
        Duration end = line.now().plus(dial.seconds("timeout", 30));
        Optional<Waiting> waiting = rooms.first(noun.text());
        while (waiting.isEmpty()) {
            line.write(line.who(), WAITS + noun.text());
            End how = turns.until(
                    () -> !rooms.queue(noun.text()).isEmpty(),
                    noun.text(),
                    () -> turns.waits(nobody(), end.minus(line.now())));
            if (how != End.OTHERS) {
                return how == End.ANSWERED ? somebody() : noAnswer();
            }
            waiting = rooms.first(noun.text());
        }
        return talk(waiting.get());
    }

    private Map<String, String> talk(Waiting waiting) {
        Room room = waiting.room();
        waiting.whisper().set(noun.has("url") ? Optional.of(whisper(waiting.leg())) : Optional.empty());
        room.enter(false);
        try {
            turns.until(() -> room.canTalk() || room.isOver(), "", () -> turns.waits("somebody of " + noun.text()));
            Duration begun = line.now();
            boolean bridged = room.canTalk();
            if (bridged) {
                turns.talk(noun.text(), TALKS, dial, room::isOver);
            }
            return result(waiting.leg(), bridged, line.now().minus(begun));
        } finally {
            room.leave(true);
        }
    }

    /** Talks to somebody who was not there before. */
    private Map<String, String> somebody() {
        Leg caller = interpreter.leg();
        Leg waiting = Leg.inbound(caller.accountSid(), "anonymous", caller.to(), Map.of());
        waiting.answers(line.now());
        try {
            if (noun.has("url")) {
                new Interpreter(line, waiting, noun.text()).follow(whisper(waiting));
            }
        } catch (CallEndedException end) {
            if (end.leg() != waiting) {
                throw end;
            }
            return result(waiting, false, Duration.ZERO);
        }
        turns.talk(noun.text(), TALKS, dial);
        return result(waiting, true, Duration.ofSeconds(waiting.seconds(line.now())));
    }

    private static Map<String, String> result(Leg waiting, boolean bridged, Duration time) {
        return Map.of(
                "DialCallSid", waiting.sid(),
                "DialCallStatus", "completed",
                "DialBridged", String.valueOf(bridged),
                "DialCallDuration", String.valueOf(time.toSeconds()));
    }

    /** What the one who waited hears before the two are connected. */
    private Webhook whisper(Leg waiting) {
        Map<String, String> parameters = waiting.parameters();
        parameters.put("QueueSid", Leg.sid("QU"));
        parameters.put("QueueTime", String.valueOf(WAITED.toSeconds()));
        parameters.put("DequeingCallSid", interpreter.leg().sid());
        String url = document.resolve(noun.attribute("url", ""));
        return new Webhook(Purpose.WHISPER, noun.method("method"), url, parameters);
    }
}
