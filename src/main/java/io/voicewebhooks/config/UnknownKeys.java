package io.voicewebhooks.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds keys below {@code voice.} and {@code twilio.} that nobody reads: a misspelt key would otherwise be silently
 * ignored.
 */
final class UnknownKeys {
    /** A misspelling is at most so many edits away from the key that was meant. */
    private static final int NEAR = 2;

    /** What Kubernetes sets in every container for a Service, which may be called voice or twilio. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_\\d+_(TCP|UDP).*)");

    private final List<String> keys = Arrays.stream(Key.values())
            .flatMap(key -> Stream.concat(Stream.of(key.key()), key.fileKey().stream()))
            .toList();

    /**
     * A key of a file is a problem; an environment variable, which others may have set for themselves, only if it is
     * nearly one of ours, and else a warning.
     */
    void find(Set<String> names, Set<String> variables, List<String> problems, List<String> warnings) {
        for (String name : names) {
            if ((name.startsWith("voice.") || name.startsWith("twilio."))
                    && !keys.contains(name)
                    && !Accounts.isKey(name)
                    && !SigningKeys.isKey(name)) {
                problems.add(name + " is no key of this application; nearest: " + nearest(name));
            }
        }
        List<String> known = keys.stream().map(Key::environmentName).toList();
        for (String variable : variables) {
            if ((variable.startsWith("VOICE_") || variable.startsWith("TWILIO_"))
                    && !known.contains(variable)
                    && !Accounts.isVariable(variable)
                    && !SigningKeys.isVariable(variable)
                    && !SERVICE_LINK.matcher(variable).matches()) {
                String nearest = nearest(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
                String text = "environment variable " + variable + " is no key of this application; nearest: "
                        + Key.environmentName(nearest);
                boolean misspelt = distance(variable, Key.environmentName(nearest)) <= NEAR;
                (misspelt ? problems : warnings).add(text);
            }
        }
    }

    private String nearest(String name) {
        String plain = name.replace('-', '.');
        return keys.stream()
                .min(Comparator.comparingInt(key -> distance(key.replace('-', '.'), plain)))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
