package io.voicewebhooks.signature;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;

/** Reads the query of a raw request target; {@code +} and {@code %20} are spaces, both are seen from Twilio. */
public final class QueryString {
    /** What a sender is told. */
    public static final String MALFORMED = "the query has a malformed escape";

    private QueryString() {}

    /** Whether each {@code %} of the query begins an escape. */
    public static boolean isWellFormed(String target) {
        int mark = target.indexOf('?');
        return mark < 0 || FormFields.isWellFormed(target, mark);
    }

    /**
     * The decoded parameters of a {@link TwilioRequest#target()}, in order.
     *
     * @throws BadWebhookException if an escape is malformed
     */
    public static List<Entry<String, String>> parse(String target) {
        if (!isWellFormed(target)) {
            throw new BadWebhookException(MALFORMED);
        }
        String query = raw(target);
        return query.length() < 2 ? List.of() : FormFields.decode(query.substring(1));
    }

    /**
     * The same target with {@code '}, {@code @} and {@code :} in its query unescaped: Twilio is reported to sign some GET
     * requests so and to send them with {@code %27}, {@code %40} and {@code %3A} (twilio-node 1059 and 621, twilio-ruby
     * 528). The quote is unescaped alone or with the other two; a query without these escapes has no such variant.
     */
    static Set<String> unescaped(String target) {
        int mark = target.indexOf('?');
        if (mark < 0 || target.indexOf('%', mark) < 0) {
            return Set.of();
        }
        String query = target.substring(mark);
        String quotes = query.replace("%27", "'");
        Set<String> variants = new LinkedHashSet<>();
        for (String variant : List.of(quotes, unescape(query))) {
            if (!variant.equals(query)) {
                variants.add(target.substring(0, mark) + variant);
            }
        }
        return variants;
    }

    /** The text with each of the reported escapes undone. */
    public static String unescape(String text) {
        return text.replace("%27", "'").replace("%40", "@").replace("%3A", ":").replace("%3a", ":");
    }

    /** The query with its question mark, not decoded; bytes that the sender did not escape are UTF-8. */
    static String raw(String target) {
        int mark = target.indexOf('?');
        return mark < 0
                ? ""
                : new String(target.substring(mark).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
