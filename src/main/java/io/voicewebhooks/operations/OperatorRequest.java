package io.voicewebhooks.operations;

import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an operator asks for.
 *
 * @param name       what the path names: the id of a dead letter, a sink; empty where it names nothing
 * @param parameters those of the query, none of them unknown
 * @param operator   who asks, fit for a log line
 */
record OperatorRequest(String name, Map<String, String> parameters, String operator) {
    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;
    private static final int MOST = 999_999_999;
    private static final int LONGEST_REASON = 200;

    /**
     * Reads the target of a request.
     *
     * @param target  path and query, for example {@code /operations/sinks/s3/pause?reason=bucket+moves}
     * @param allowed the parameters that this path takes
     * @throws RefusedException naming the parameter that is wrong
     */
    static OperatorRequest of(String target, Set<String> allowed, String operator) {
        try {
            Map<String, String> parameters = new TreeMap<>();
            for (Entry<String, String> parameter : QueryString.parse(target)) {
                String name = parameter.getKey();
                requireAllowed(name, allowed);
                String before = parameters.put(name, parameter.getValue().strip());
                if (before != null) {
                    throw RefusedException.wrong(name, before + ", " + parameters.get(name), "one value");
                }
            }
            return new OperatorRequest(name(target), parameters, operator);
        } catch (BadWebhookException | IllegalArgumentException e) {
            throw new RefusedException(400, "the URL has a malformed escape");
        }
    }

    private static void requireAllowed(String name, Set<String> allowed) {
        if (!allowed.contains(name)) {
            throw new RefusedException(
                    400,
                    "unknown parameter " + LogText.of(name) + "; allowed: "
                            + (allowed.isEmpty() ? "none" : String.join(", ", new TreeSet<>(allowed))));
        }
    }

    /** {@code /operations/<what>/<name>...}. */
    private static String name(String target) {
        String[] parts = target.split("\\?", 2)[0].split("/");
        return parts.length < 4 ? "" : URLDecoder.decode(parts[3].replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A parameter, if it is given and not empty. */
    Optional<String> find(String parameter) {
        return Optional.ofNullable(parameters.get(parameter)).filter(value -> !value.isEmpty());
    }

    /** A parameter of a certain form, if it is given. */
    Optional<String> matching(String parameter, String pattern, String allowed) {
        if (parameters.containsKey(parameter) && !parameters.get(parameter).matches(pattern)) {
            throw RefusedException.wrong(parameter, parameters.get(parameter), allowed);
        }
        return find(parameter);
    }

    /** A parameter that has to be there. */
    String required(String parameter, String allowed) {
        return find(parameter)
                .orElseThrow(() -> new RefusedException(400, parameter + " is missing; allowed: " + allowed));
    }

    private int number(String parameter, int otherwise, int most) {
        String allowed = "a number from 0 to " + most;
        int number =
                matching(parameter, "\\d{1,9}", allowed).map(Integer::parseInt).orElse(otherwise);
        if (number > most) {
            throw RefusedException.wrong(parameter, parameters.get(parameter), allowed);
        }
        return number;
    }

    /** How many entries a page is to have. */
    int limit() {
        return number("limit", PAGE, LONGEST_PAGE);
    }

    /** How many entries are before the page. */
    int offset() {
        return number("offset", 0, MOST);
    }

    /** Why it is done, which has to be said; fit for a log line. */
    String reason() {
        return LogText.of(required("reason", "why, in some words"), LONGEST_REASON);
    }

    /** Whether {@code all=true} is given. */
    boolean all() {
        return matching("all", "true", "true").isPresent();
    }
}
