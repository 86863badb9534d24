package io.voicewebhooks.signature.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that Twilio may have signed, such as a URL; what is different from what the application checks, a sentence each,
 * and what to change.
 */
record Guess<T>(T value, List<String> differences, List<String> remedies) {

    static <T> Guess<T> asChecked(T value) {
        return new Guess<>(value, List.of(), List.of());
    }

    static <T> Guess<T> but(T value, String difference, String remedy) {
        return new Guess<>(value, List.of(difference), List.of(remedy));
    }

    /** The same of a part and of the rest. */
    <U> Guess<U> and(Guess<?> part, U whole) {
        return new Guess<>(whole, join(differences, part.differences()), join(remedies, part.remedies()));
    }

    private static List<String> join(List<String> some, List<String> more) {
        return Stream.of(some, more).flatMap(List::stream).distinct().toList();
    }
}
