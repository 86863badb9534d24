package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.observe.LogText;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that operators may ask for.
 *
 * @param id         of its route, behind {@code operations-}
 * @param path       below {@code /operations/}; one part of it may be a parameter, {@code sinks/{name}/pause}
 * @param open       whether this may be had where no token is configured
 * @param parameters that it takes
 */
record Operation(String id, String method, String path, boolean open, Set<String> parameters, Answer answer) {
    /** What it does, and what it says then. */
    interface Answer {
        Object to(OperatorRequest request) throws Exception;
    }

    /** Whether a path of plain text is that of this operation, if no other one has just that path. */
    boolean matches(String asked) {
        String[] parts = path.split("/");
        String[] given = asked.split("/", -1);
        if (parts.length != given.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].startsWith("{") && !parts[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    /** What a path names behind its first part, empty if nothing. */
    static String name(String asked) {
        String[] parts = asked.split("/", -1);
        return parts.length < 2 ? "" : parts[1];
    }

    Object answer(OperatorRequest request) throws Exception {
        if (!open && !request.who().trusted()) {
            String why = "set %s and restart: without it the management port gives lists and changes nothing";
            throw new RefusedException(403, why, Key.MANAGEMENT_TOKEN);
        }
        for (String name : request.parameters().keySet()) {
            if (!parameters.contains(name)) {
                String names = parameters.isEmpty() ? "none" : String.join(", ", new TreeSet<>(parameters));
                throw new RefusedException(400, "unknown parameter %s; allowed: %s", LogText.of(name), names);
            }
        }
        return answer.to(request);
    }
}
