package io.voicewebhooks.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes the values of secrets out of texts: what a library says of a failure may quote one. */
final class Secrets {
    /** A shorter one would be found in ordinary words. */
    private static final int SHORTEST = 6;

    /** What may be a secret in an URL, which others may write in another order: user, path, values of the query. */
    private static final Pattern OF_URL = Pattern.compile("//(?:([^/?#@]*)@)?[^/?#]*(/[^?#]+)?|[?&][^=&]*=([^&#)]+)");

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final Pattern values;

    private Secrets(Pattern values) {
        this.values = values;
    }

    static Secrets of(Map<Key, String> values, Collection<Account> accounts) {
        Stream<String> keys = values.entrySet().stream()
                .filter(entry -> entry.getKey().secret())
                .map(Map.Entry::getValue)
                .flatMap(Secrets::parts);
        Stream<String> tokens = accounts.stream()
                .flatMap(account -> Stream.concat(account.tokens().stream(), Stream.of(account.password())));
        String any = Stream.concat(keys, tokens)
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return new Secrets(any.isEmpty() ? NOTHING : Pattern.compile(any));
    }

    private static Stream<String> parts(String value) {
        Stream<String> ofUrl = OF_URL.matcher(value)
                .results()
                .flatMap(part -> Stream.of(part.group(1), part.group(2), part.group(3)))
                .filter(Objects::nonNull);
        return Stream.of(Stream.of(value), Rule.list(value).stream(), ofUrl).flatMap(part -> part);
    }

    /** The text with {@code ***} in place of each of them. */
    String hide(String text) {
        return values.matcher(text).replaceAll("***");
    }
}
