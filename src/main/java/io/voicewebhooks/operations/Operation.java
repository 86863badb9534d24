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

    /** Its path with a name in it, as {@link #name} takes it apart. */
    String path(String name) {
        return path.replaceAll("\\{\\w+}", Matcher.quoteReplacement(name));
    }

    /** Refuses who may not have it. */
    void permit(boolean trusted) {
        if (!open && !trusted) {
            String why = "set %s and restart: without it the management port gives lists and changes nothing";
            throw new RefusedException(403, why, Key.MANAGEMENT_TOKEN);
        }
    }

    /** The same, and parameters that it does not take. */
    void check(Set<String> given, boolean trusted) {
        permit(trusted);
        for (String name : given) {
            if (!parameters.contains(name)) {
                String names = parameters.isEmpty() ? "none" : String.join(", ", new TreeSet<>(parameters));
                throw new RefusedException(400, "unknown parameter %s; allowed: %s", LogText.of(name), names);
            }
        }
    }

    Object answer(OperatorRequest request) throws Exception {
        check(request.parameters().keySet(), request.who().trusted());
        return answer.to(request);
    }
}
