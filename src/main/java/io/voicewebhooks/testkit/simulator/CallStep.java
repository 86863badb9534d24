package io.voicewebhooks.testkit.simulator;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/**
 * Something in a call that needs a mouth, an ear or a finger. As JSON an object with {@code type} and the components, for
 * example {@code {"type":"say","id":3,"who":"caller","text":"Press 1.","language":"en-US",...}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallStep {
    /** Its number in the call. */
    int id();

    /** At whose telephone: {@code caller}, or the address of somebody who was called. */
    String who();

    /** How long it takes, about, or how long the call waits for somebody at most. */
    int seconds();

    /** What it is about: a text, the URL of a sound, whom one talks to, what is waited for; empty for all else. */
    default String what() {
        return "";
    }

    /** Something to hear. */
    sealed interface Output extends CallStep permits Say, Play, Tones, Pause {
        /** Whether keys that are pressed meanwhile end it, in a {@code <Gather>}. */
        boolean interruptible();
    }

    /** The application listens. */
    sealed interface Prompt extends CallStep permits Gather, Record {}

    /**
     * {@code <Say>}.
     *
     * @param times how often
     */
    @JsonTypeName("say")
    record Say(
            int id,
            String who,
            String text,
            String language,
            String voice,
            int times,
            int seconds,
            boolean interruptible)
            implements Output {
        @Override
        public String what() {
            return text;
        }
    }

    /** {@code <Play>}. */
    @JsonTypeName("play")
    record Play(int id, String who, String url, int times, int seconds, boolean interruptible) implements Output {
        @Override
        public String what() {
            return url;
        }
    }

    /** {@code <Play digits>}. */
    @JsonTypeName("tones")
    record Tones(int id, String who, String digits, int seconds, boolean interruptible) implements Output {}

    /** {@code <Pause>}. */
    @JsonTypeName("pause")
    record Pause(int id, String who, int seconds, boolean interruptible) implements Output {}

    /**
     * {@code <Gather>}.
     *
     * @param input       {@code dtmf}, {@code speech} or both
     * @param numDigits   0 for as many as come
     * @param finishOnKey empty for none
     * @param digits      pressed already
     * @param hints       what is likely to be said
     * @param seconds     the time without a key that ends it
     */
    @JsonTypeName("gather")
    record Gather(
            int id,
            String who,
            List<String> input,
            int numDigits,
            String finishOnKey,
            String digits,
            String language,
            List<String> hints,
            int seconds)
            implements Prompt {
        /** Whether no further key is waited for. */
        boolean complete(String keys) {
            return numDigits > 0 && keys.length() >= numDigits
                    || keys.chars().anyMatch(key -> finishOnKey.indexOf(key) >= 0);
        }

        boolean hears(Action action) {
            return action instanceof Action.Press && input.contains("dtmf")
                    || action instanceof Action.Say && input.contains("speech");
        }
    }

    /**
     * {@code <Record>}: a message. It comes again after each {@link Action.Speak}, for the key or the silence that ends it.
     *
     * @param seconds {@code maxLength}
     * @param timeout the silence that ends it
     */
    @JsonTypeName("record")
    record Record(int id, String who, boolean beep, String finishOnKey, int timeout, int seconds) implements Prompt {}

    /**
     * A telephone rings; or, of the name {@code who}, a queue or conference where the caller waits: beside the caller's own
     * steps, with the same number until somebody takes it or refuses.
     *
     * @param from the caller's number as it is shown
     */
    @JsonTypeName("ring")
    record Ring(int id, String who, String from, int seconds) implements CallStep {}

    /**
     * Two talk, until one hangs up.
     *
     * @param hangupOnStar whether {@code *} ends it, and this one's call goes on
     */
    @JsonTypeName("talk")
    record Talk(int id, String who, String with, boolean hangupOnStar, int seconds) implements CallStep {
        @Override
        public String what() {
            return with;
        }
    }

    /**
     * Somebody waits.
     *
     * @param what for people, for example {@code +15550009999 rings}
     */
    @JsonTypeName("wait")
    record Wait(int id, String who, String what, int seconds) implements CallStep {}
}
