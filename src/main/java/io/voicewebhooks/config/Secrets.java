package io.voicewebhooks.config;

import java.lang.ref.WeakReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the values of secrets out of texts: what a library says of a failure, or at DEBUG of its work, may quote one. */
public final class Secrets {
    /** A shorter one would be found in ordinary words. */
    private static final int SHORTEST = 6;

    /** What may be a secret in an URL, which others may write in another order: user, path, values of the query. */
    private static final Pattern OF_URL = Pattern.compile("//(?:([^/?#@]*)@)?[^/?#]*(/[^?#]+)?|[?&][^=&]*=([^&#)]+)");

    /** Those of every context in this JVM, which share its log. */
    private static final List<WeakReference<Secrets>> KNOWN = new ArrayList<>();

    /** Of all of them together: a short one of one context may be a part of another's. */
    private static volatile Secrets everybodys = new Secrets(List.of(), List.of());

    /** Longest first, since one may be a part of another. */
    private final List<String> all;

    private final List<String> certain;

    private Secrets(Collection<String> values, Collection<String> credentials) {
        Stream<String> noUrls = values.stream().filter(value -> !value.contains("//"));
        this.certain = longestFirst(Stream.concat(noUrls, credentials.stream()).flatMap(Secrets::forms));
        Stream<String> urls = values.stream().flatMap(value -> Stream.concat(Stream.of(value), ofUrl(value)));
        this.all = longestFirst(Stream.concat(urls, certain.stream()));
    }

    private Secrets(List<Secrets> together) {
        this.certain = longestFirst(together.stream().flatMap(each -> each.certain.stream()));
        this.all = longestFirst(together.stream().flatMap(each -> each.all.stream()));
    }

    static Secrets of(Map<Key, String> values, Collection<Account> accounts, Collection<String> signingKeys) {
        List<String> keys = values.entrySet().stream()
                .filter(entry -> entry.getKey().secret())
                .map(Map.Entry::getValue)
                .flatMap(value -> Stream.concat(Stream.of(value), Rule.list(value).stream()))
                .toList();
        Stream<String> ofAccounts = accounts.stream()
                .flatMap(account -> Stream.concat(
                        account.tokens().stream(),
                        Stream.of(account.password(), base64(account.user() + ":" + account.password()))));
        List<String> credentials =
                Stream.concat(ofAccounts, signingKeys.stream()).toList();
        Secrets secrets = new Secrets(keys, credentials);
        know(secrets);
        return secrets;
    }

    private static synchronized void know(Secrets secrets) {
        KNOWN.removeIf(known -> known.get() == null);
        KNOWN.add(new WeakReference<>(secrets));
        everybodys = new Secrets(
                KNOWN.stream().map(WeakReference::get).filter(Objects::nonNull).toList());
    }

    private static List<String> longestFirst(Stream<String> values) {
        return values.filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> ofUrl(String value) {
        return OF_URL.matcher(value)
                .results()
                .flatMap(part -> Stream.of(part.group(1), part.group(2), part.group(3)))
                .filter(Objects::nonNull);
    }

    /** As it is, in a URL, as a mail client sends it; of a secret of Standard Webhooks the key itself, too. */
    private static Stream<String> forms(String value) {
        return Stream.of(
                value,
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                base64(value),
                value.replaceFirst("^whsec_", ""));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text with {@code ***} in place of each of them. */
    String hide(String text) {
        return hide(text, all);
    }

    /**
     * The same for whatever a context of this JVM keeps secret.
     *
     * @param parts whether the parts of a URL count that may be secrets, and may be quite ordinary words
     * @return the same object where there is nothing to hide
     */
    public static String hideAll(String text, boolean parts) {
        Secrets secrets = everybodys;
        return hide(text, parts ? secrets.all : secrets.certain);
    }

    private static String hide(String text, List<String> values) {
        String hidden = text;
        for (String value : values) {
            // as replace does, without its search for nothing: this is in the way of each log line
            if (hidden.contains(value)) {
                hidden = hidden.replace(value, "***");
            }
        }
        return hidden;
    }
}
