package io.voicewebhooks.signature;

import java.util.List;
import java.util.Map.Entry;

/**
 * What is signed of a request, and its signature.
 *
 * @param method     {@code GET} or {@code POST}
 * @param target     the raw request target, path and query as they were sent, a character for each byte; for example
 *                   {@code /voice/status?a=%20b}
 * @param query      the decoded parameters of the query, in order
 * @param form       the decoded form fields of a POST, in order; none for a GET
 * @param signatures every value of the header {@code X-Twilio-Signature}
 * @param sharedKey  the shared key that has signed, {@code null} where an auth token has
 */
public record TwilioRequest(
        String method,
        String target,
        List<Entry<String, String>> query,
        List<Entry<String, String>> form,
        List<String> signatures,
        SigningKeyHeader sharedKey) {

    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /**
     * Query and form as Twilio signs them: without separators, whichever characters of the query are escaped. A replay can
     * move text between names, values and the end of the query, or change the order of fields, without changing the
     * signature; it cannot change this text.
     */
    String signedText() {
        return QueryString.unescape(QueryString.raw(target) + SignatureKey.sorted(form));
    }

    /** The first value of a parameter, form before query, or {@code null}. */
    public String first(String name) {
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
