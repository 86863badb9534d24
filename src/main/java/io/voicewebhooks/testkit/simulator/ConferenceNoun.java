package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * <a href="https://www.twilio.com/docs/voice/twiml/conference">Conference</a>: the caller joins one, where whoever
 * answers for its name arrives a little later and ends it in the end.
 */
final class ConferenceNoun {
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Interpreter interpreter;
    private final CallState line;
    private final Verb noun;
    private final Document document;
    private final Callback callback;
    private final String sid = Leg.sid("CF");
    private int sequence = 1;
    private Recording recording;

    ConferenceNoun(Interpreter interpreter, Verb noun, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.noun = noun;
        this.document = document;
        this.callback = Callback.of(noun, document, "statusCallback", "");
    }

    /** Returns what the {@code action} of the verb is told: after a conference neither CallSid nor duration. */
    Map<String, String> join() {
        boolean somebodyComes = line.simulator().calleeAt(noun.text()).answers();
        line.notes().dialled().add(noun.text());
        line.write(line.who(), "joins the conference " + noun.text());
        try {
            report("join", "participant-join");
            if (noun.has("waitUrl")) {
                interpreter.follow(new Webhook(
                        Purpose.WAIT,
                        noun.method("waitMethod"),
                        document.resolve(noun.attribute("waitUrl", "")),
                        interpreter.leg().parameters()));
            }
            if (!somebodyComes) {
                line.waits("alone in the conference " + noun.text(), PATIENCE);
                throw interpreter.hangsUp();
            }
            line.waits("alone in the conference " + noun.text(), ALONE);
            converse();
        } catch (CallEndedException end) {
            finish();
            throw end;
        }
        finish();
        return Map.of("DialCallStatus", "answered");
    }

    private void converse() {
        report("start", "conference-start");
        if (noun.attribute("record", "").equals("record-from-start")) {
            recording = new Recording(
                    line, "Conference", 1, Callback.of(noun, document, "recordingStatusCallback", "completed"), sid);
        }
        line.talk(noun.text(), "in the conference ", DialVerb.LONGEST);
    }

    private void finish() {
        report("leave", "participant-leave");
        report("end", "conference-end");
        if (recording != null) {
            recording.finish();
        }
    }

    private void report(String asked, String event) {
        if (callback == null || !callback.events().contains(asked)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ConferenceSid", sid);
        parameters.put("FriendlyName", noun.text());
        parameters.put("AccountSid", interpreter.leg().accountSid());
        parameters.put("SequenceNumber", String.valueOf(sequence++));
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
