package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.observe.LogText;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** Of a path of plain text what it names, empty if nothing; absent if it is another operation's. */
    Optional<String> name(String asked) {
        Matcher matcher =
                Pattern.compile(path.replaceAll("\\{\\w+}", "([^/]*)")).matcher(asked);
        return matcher.matches() ? Optional.of(matcher.groupCount() == 0 ? "" : matcher.group(1)) : Optional.empty();
    }

    /** Refuses who may not have it. */
    void permit(boolean trusted) {
        if (!open && !trusted) {
            String why = "set %s and restart: without it the management port gives lists and changes nothing";
            throw new RefusedException(403, why, Key.MANAGEMENT_TOKEN);
        }
    }

    Object answer(OperatorRequest request) throws Exception {
        permit(request.who().trusted());
        for (String name : request.parameters().keySet()) {
            if (!parameters.contains(name)) {
                String names = parameters.isEmpty() ? "none" : String.join(", ", new TreeSet<>(parameters));
                throw new RefusedException(400, "unknown parameter %s; allowed: %s", LogText.of(name), names);
            }
        }
        return answer.to(request);
    }
}
