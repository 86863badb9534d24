package io.voicewebhooks.testkit.request;

/**
 * Why Twilio could not use what it asked for.
 *
 * @param code of Twilio's <a href="https://www.twilio.com/docs/api/errors">error dictionary</a>
 * @param text what happened, for people
 */
public record RequestFailure(int code, String text) {
    @Override
    public String toString() {
        return code + ": " + text;
    }
}
