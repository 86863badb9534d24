package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.Rooms.Conference;
import io.voicewebhooks.testkit.simulator.Turns.End;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * <a href="https://www.twilio.com/docs/voice/twiml/conference">Conference</a>: the caller joins one, where whoever
 * answers for its name arrives a little later and ends it in the end. Live calls meet there.
 */
final class ConferenceNoun {
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Interpreter interpreter;
    private final CallState line;
    private final Turns turns;
    private final Verb dial;
    private final Verb noun;
    private final Document document;
    private final Conference conference;
    private final Room room;
    private Recording recording;
    private boolean ends;

    ConferenceNoun(Interpreter interpreter, Verb dial, Verb noun, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.turns = line.turns();
        this.dial = dial;
        this.noun = noun;
        this.document = document;
        // nobody else is in that of a call which plays itself
        Rooms rooms = turns.isLive(noun.text()) ? line.simulator().rooms() : new Rooms();
        this.conference = rooms.conference(noun, document);
        this.room = conference.room();
        this.ends = noun.isOn("endConferenceOnExit", false);
    }

    /** Returns what the {@code action} of the verb is told: after a conference neither CallSid nor duration. */
    Map<String, String> join() {
        line.notes().dialled().add(noun.text());
        line.write(line.who(), "joins the conference " + noun.text());
        report("join", "participant-join");
        room.enter(noun.isOn("startConferenceOnEnter", true));
        try {
            if (turns.isLive(noun.text())) {
                meet();
            } else {
                converse();
            }
        } finally {
            report("leave", "participant-leave");
            if (room.leave(ends)) {
                report("end", "conference-end");
            }
            if (recording != null) {
                recording.finish();
            }
        }
        return Map.of("DialCallStatus", "answered");
    }

    private void converse() {
        hold();
        if (!line.simulator().calleeAt(noun.text()).answers()) {
            turns.waits(alone(), PATIENCE);
            throw interpreter.hangsUp();
        }
        turns.waits(alone(), ALONE);
        talkToWhoeverAnswers();
    }

    /** Waits for others, and talks as long as there are any. */
    private void meet() {
        End end = End.OTHERS;
        while (end != End.ITSELF && !room.isOver()) {
            start();
            if (room.canTalk()) {
                end = turns.talk(noun.text(), "in the conference ", dial, () -> !room.canTalk());
                continue;
            }
            end = turns.until(() -> room.canTalk() || room.isOver(), noun.text(), () -> {
                hold();
                turns.waits(alone());
            });
            if (end == End.ANSWERED) {
                talkToWhoeverAnswers();
                return;
            }
        }
    }

    private String alone() {
        return "alone in the conference " + noun.text();
    }

    /** What is heard before the conference starts. */
    private void hold() {
        if (noun.has("waitUrl") && !room.isStarted()) {
            String url = document.resolve(noun.attribute("waitUrl", ""));
            Map<String, String> parameters = interpreter.leg().parameters();
            interpreter.follow(new Webhook(Purpose.WAIT, noun.method("waitMethod"), url, parameters));
        }
    }

    private void talkToWhoeverAnswers() {
        room.enter(true);
        try {
            start();
            turns.until(room::isOver, "", () -> turns.talk(noun.text(), "in the conference ", dial));
        } finally {
            ends = true;
            room.leave(false);
        }
    }

    private void start() {
        if (!room.start()) {
            return;
        }
        report("start", "conference-start");
        if (conference.noun().attribute("record", "").equals("record-from-start")) {
            Callback callback = conference.callback("recordingStatusCallback", "completed");
            recording = new Recording(line, "Conference", 1, callback, conference.sid());
        }
    }

    private void report(String asked, String event) {
        Callback callback = conference.callback("statusCallback", "");
        if (callback == null || !callback.events().contains(asked)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ConferenceSid", conference.sid());
        parameters.put("FriendlyName", noun.text());
        parameters.put("AccountSid", interpreter.leg().accountSid());
        parameters.put("SequenceNumber", String.valueOf(conference.sequence().incrementAndGet()));
        parameters.put("Timestamp", Leg.timestamp(line.time()));
        parameters.put("StatusCallbackEvent", event);
        if (event.startsWith("participant-")) {
            parameters.put("CallSid", interpreter.leg().sid());
            parameters.put("Muted", String.valueOf(noun.isOn("muted", false)));
            parameters.put("Hold", "false");
            parameters.put("Coaching", "false");
            parameters.put("EndConferenceOnExit", String.valueOf(noun.isOn("endConferenceOnExit", false)));
            parameters.put("StartConferenceOnEnter", String.valueOf(noun.isOn("startConferenceOnEnter", true)));
        }
        line.callbacks().send(new Webhook(Purpose.CONFERENCE_STATUS, callback.method(), callback.url(), parameters));
    }
}
