package io.voicewebhooks.config;

import java.util.List;

/**
 * A Twilio account whose webhooks are accepted and whose recordings are fetched.
 *
 * @param sid       {@code AC…}
 * @param tokens    its auth tokens; more than one while a token is rotated, the first is used to call Twilio
 * @param user      user name for Twilio's REST API and media: the API key SID, else the account SID
 * @param password  the API key's secret, else the first auth token
 * @param apiUrl    base of the REST API, without a trailing slash
 */
public record Account(String sid, List<String> tokens, String user, String password, String apiUrl) {

    /** Names the account only: tokens are never printed. */
    @Override
    public String toString() {
        return "Account[" + sid + "]";
    }
}
