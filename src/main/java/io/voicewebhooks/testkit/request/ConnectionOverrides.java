package io.voicewebhooks.testkit.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fragment of a webhook's URL says about time limits and retries
 * (<a href="https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides">Connection overrides</a>).
 *
 * @param connectTimeout {@code ct}
 * @param readTimeout    {@code rt}
 * @param totalTime      {@code tt}, for all tries together
 * @param retries        {@code rc}
 * @param policy         {@code rp}: after which failures there is another try
 * @param problems       values that Twilio does not take, a line each; the defaults hold instead
 */
record ConnectionOverrides(
        Duration connectTimeout,
        Duration readTimeout,
        Duration totalTime,
        int retries,
        Set<String> policy,
        List<String> problems) {
    private static final int LONGEST_MILLIS = 15_000;
    private static final Set<String> POLICIES = Set.of("4xx", "5xx", "ct", "rt", "all");

    /** A kind of failure that {@code rp} can name. */
    enum Kind {
        CONNECT("ct"),
        READ("rt"),
        CLIENT_ERROR("4xx"),
        SERVER_ERROR("5xx");

        private final String policy;

        Kind(String policy) {
            this.policy = policy;
        }
    }

    /** Reads a fragment, {@code null} if the URL has none. */
    static ConnectionOverrides of(String fragment) {
        Map<String, String> values = new HashMap<>();
        for (String part : (fragment == null ? "" : fragment).split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        List<String> problems = new ArrayList<>();
        return new ConnectionOverrides(
                Duration.ofMillis(number(values, "ct", 100, 10_000, 5_000, problems)),
                Duration.ofMillis(number(values, "rt", 100, LONGEST_MILLIS, LONGEST_MILLIS, problems)),
                Duration.ofMillis(number(values, "tt", 100, LONGEST_MILLIS, LONGEST_MILLIS, problems)),
                number(values, "rc", 0, 5, 1, problems),
                policy(values.getOrDefault("rp", "ct"), problems),
                problems);
    }

    private static int number(
            Map<String, String> values, String key, int least, int most, int standard, List<String> problems) {
        String value = values.get(key);
        if (value == null) {
            return standard;
        }
        if (value.matches("\\d{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
            return Integer.parseInt(value);
        }
        problems.add("connection override " + key + "=" + value + "; allowed: " + least + " to " + most);
        return standard;
    }

    private static Set<String> policy(String value, List<String> problems) {
        Set<String> policy =
                Set.copyOf(List.of(value.split(",")).stream().distinct().toList());
        if (POLICIES.containsAll(policy)) {
            return policy;
        }
        problems.add("connection override rp=" + value + "; allowed: 4xx, 5xx, ct, rt, all, separated by commas");
        return Set.of("ct");
    }

    /** Whether Twilio tries again after such a failure; null: one that no policy names. */
    boolean retriesAfter(Kind kind) {
        return kind != null && (policy.contains("all") || policy.contains(kind.policy));
    }
}
