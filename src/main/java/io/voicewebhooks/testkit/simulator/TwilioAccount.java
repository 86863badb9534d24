package io.voicewebhooks.testkit.simulator;

/**
 * Whose calls these are.
 *
 * @param sid       {@code AC…}
 * @param authToken signs webhooks, and opens the media server
 */
public record TwilioAccount(String sid, String authToken) {
    /** Without the token. */
    @Override
    public String toString() {
        return sid;
    }
}
