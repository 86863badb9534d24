package io.voicewebhooks.testkit.simulator;

/**
 * What somebody heard.
 *
 * @param text     of a {@code <Say>}, or {@code (plays URL)} for a {@code <Play>}
 * @param language of a {@code <Say>}, for example {@code de-DE}; empty where only the voice says it, and for a {@code <Play>}
 * @param voice    of a {@code <Say>}, for example {@code Polly.Vicki}; empty where none is named
 */
public record Speech(String text, String language, String voice) {
    /** What Twilio speaks where nothing else is asked for. */
    private static final String STANDARD = "en-US";

    static Speech of(Verb say) {
        String voice = say.attribute("voice", "");
        return new Speech(say.text(), say.attribute("language", voice.isEmpty() ? STANDARD : ""), voice);
    }

    /** What is no speech, in parentheses. */
    static Speech sound(String what) {
        return new Speech("(" + what + ")", "", "");
    }

    /** For example {@code "Guten Tag." [de-DE, Polly.Vicki]}; US English with Twilio's own voice is not mentioned. */
    @Override
    public String toString() {
        String how = language.isEmpty() || voice.isEmpty() ? language + voice : language + ", " + voice;
        return "\"" + text + "\"" + (how.isEmpty() || how.equals(STANDARD) ? "" : " [" + how + "]");
    }
}
