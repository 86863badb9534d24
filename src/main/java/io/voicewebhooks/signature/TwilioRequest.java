package io.voicewebhooks.signature;

import java.util.List;
import java.util.Map.Entry;

/**
 * What is signed of a request, and its signature.
 *
 * @param target     the raw request target, path and query as they were sent, for example {@code /voice/status?a=%20b}
 * @param query      the decoded parameters of the query, in order
 * @param form       the decoded form fields of a POST, in order; none for a GET
 * @param signatures every value of the header {@code X-Twilio-Signature}
 */
public record TwilioRequest(
        String target, List<Entry<String, String>> query, List<Entry<String, String>> form, List<String> signatures) {

    /** The first value of a parameter, form before query, or {@code null}. */
    String first(String name) {
        for (List<Entry<String, String>> parameters : List.of(form, query)) {
            for (Entry<String, String> parameter : parameters) {
                if (parameter.getKey().equals(name)) {
                    return parameter.getValue();
                }
            }
        }
        return null;
    }
}
