package io.voicewebhooks.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/** Finds values that are allowed and probably not meant, or that work less well than others. */
final class ValueWarnings {
    /** Nothing that Twilio promises, but every token so far. */
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{32}");

    private final Map<Key, String> values;
    private final List<String> warnings = new ArrayList<>();

    private ValueWarnings(Map<Key, String> values) {
        this.values = values;
    }

    /** A line for every such value. */
    static List<String> warnings(Map<Key, String> values, Collection<Account> accounts) {
        ValueWarnings all = new ValueWarnings(values);
        Rule.list(values.get(Key.PUBLIC_URL)).stream().map(PublicUrl::of).forEach(all::publicUrl);
        if ("twilio".equals(values.get(Key.CARRIER))) {
            accounts.forEach(all::tokens);
        }
        all.logs();
        // another server than AWS has regions and addresses of its own
        if (!values.containsKey(Key.S3_ENDPOINT)) {
            all.region();
            all.bucket();
        }
        return all.warnings;
    }

    private void publicUrl(PublicUrl url) {
        if (url.isExposed()) {
            warnings.add(
                    Key.PUBLIC_URL + " " + url + " is not https: callers' numbers cross the network in clear text");
        }
        if ((url.prefix() + "/").contains("/voice/")) {
            warnings.add(Key.PUBLIC_URL + " " + url + " has /voice in its path: Twilio would have to call " + url
                    + "/voice/incoming; expected: what stands before /voice/incoming");
        }
    }

    private void tokens(Account account) {
        if (!account.tokens().stream().allMatch(token -> TOKEN.matcher(token).matches())) {
            String key = account.sid().equals(values.get(Key.ACCOUNT))
                    ? Key.AUTH_TOKEN.key()
                    : "twilio.accounts." + account.sid() + ".auth-token";
            warnings.add(
                    key + " is no token as Twilio's are (not shown), so that every request may be refused; expected:"
                            + " 32 hexadecimal digits");
        }
    }

    private void logs() {
        String log = values.getOrDefault(Key.CALLS_URL, "jdbc:sqlite:");
        if ("true".equals(values.get(Key.RECONCILE_ENABLED))
                && values.containsKey(Key.BROKER_URL)
                && log.startsWith("jdbc:sqlite:")) {
            warnings.add(Key.RECONCILE_ENABLED + " = true with a call log in a file: where several instances share "
                    + Key.BROKER_URL + ", each would bring back what the others have; expected then: " + Key.CALLS_URL
                    + " = jdbc:postgresql://...");
        }
    }

    private void region() {
        String region = values.get(Key.S3_REGION);
        List<String> known = Region.regions().stream()
                .filter(each -> !each.isGlobalRegion())
                .map(Region::id)
                .toList();
        if (region != null && !known.contains(region)) {
            warnings.add(Key.S3_REGION + " = " + region + " is no region of AWS that is known here; nearest: "
                    + Nearest.to(region, known));
        }
    }

    private void bucket() {
        String bucket = values.get(Key.S3_BUCKET);
        if (bucket != null && bucket.contains(".")) {
            warnings.add(
                    Key.S3_BUCKET + " = " + bucket + " has a full stop: no certificate of S3 has its host name, so it"
                            + " is addressed by path, which AWS advises against; expected: a-z 0-9 -");
        }
    }
}
