package io.voicewebhooks.testkit.simulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What somebody on the telephone does. As JSON an object with {@code type}, for example
 * {@code {"type":"press","keys":"1"}}. Of a sound JSON has the length only, and {@code speak} cannot be read: the sound comes
 * another way, see {@link Audio#of}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(Action.Press.class),
    @JsonSubTypes.Type(Action.Say.class),
    @JsonSubTypes.Type(Action.Silence.class),
    @JsonSubTypes.Type(Action.HangUp.class),
    @JsonSubTypes.Type(Action.Done.class),
    @JsonSubTypes.Type(Action.Answer.class),
    @JsonSubTypes.Type(Action.Refuse.class),
    @JsonSubTypes.Type(Action.Redirect.class)
})
public sealed interface Action {
    /** Presses keys: {@code 0-9 * #}. */
    @JsonTypeName("press")
    record Press(String keys) implements Action {
        public Press {
            if (!keys.matches("[0-9*#]+")) {
                throw new IllegalArgumentException("\"" + keys + "\" are no keys; allowed: 0-9 * #");
            }
        }
    }

    /** Says something that is understood; where a message is recorded, a sound about as long is. */
    @JsonTypeName("say")
    record Say(String text) implements Action {}

    /**
     * Says something that is recorded.
     *
     * @param text what a transcription makes of it; empty if nothing can be understood
     */
    @JsonTypeName("speak")
    record Speak(Audio audio, String text) implements Action {
        /** Sounds that nobody understands. */
        public Speak(Audio audio) {
            this(audio, "");
        }
    }

    /** Nothing, until the application stops listening. */
    @JsonTypeName("silence")
    record Silence() implements Action {}

    @JsonTypeName("hangUp")
    record HangUp() implements Action {}

    /** Has heard it to its end. */
    @JsonTypeName("done")
    record Done() implements Action {}

    /** Takes a call: {@code {"type":"answer","by":"HUMAN"}}. */
    @JsonTypeName("answer")
    record Answer(Callee.Answerer by) implements Action {
        public Answer {
            by = by == null ? Callee.Answerer.HUMAN : by;
        }
    }

    /** Does not take it: {@code {"type":"refuse","reaction":"BUSY"}}. */
    @JsonTypeName("refuse")
    record Refuse(Callee.Reaction reaction) implements Action {
        public Refuse {
            if (reaction == null || reaction == Callee.Reaction.ANSWERS) {
                throw new IllegalArgumentException("a call is refused with BUSY, NO_ANSWER or FAILED");
            }
        }
    }

    /**
     * Nobody's doing but the application's: it updates the call with another URL, as by REST.
     *
     * @param url absolute
     */
    @JsonTypeName("redirect")
    record Redirect(String url) implements Action {}
}
