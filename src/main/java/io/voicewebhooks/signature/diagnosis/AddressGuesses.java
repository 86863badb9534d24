package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.config.PublicUrl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Under which address Twilio may have called: scheme, host, port and path prefix. */
final class AddressGuesses {
    private static final List<String> PORTS = List.of("", ":443", ":80", ":8443", ":8080");

    private final List<CalledUrl> configured;
    private final CalledUrl called;

    AddressGuesses(List<PublicUrl> publicUrls, CalledUrl called) {
        // the slash keeps the prefix in front of the routes
        this.configured = publicUrls.stream()
                .map(url -> CalledUrl.of(url.origin() + url.prefix() + "/voice/"))
                .toList();
        this.called = called;
    }

    /** What stands in front of {@code /voice/…}, the configured addresses first. */
    List<Guess<String>> all() {
        Set<String> schemes = of(CalledUrl::scheme, Stream.of("https", "http"));
        Set<String> hosts = of(CalledUrl::host, Stream.of(called.host().toLowerCase(Locale.ROOT)));
        Set<String> ports = of(CalledUrl::port, PORTS.stream());
        Set<String> prefixes = of(CalledUrl::prefix, Stream.of(""));
        List<Guess<String>> guesses = new ArrayList<>();
        for (String scheme : schemes) {
            for (String host : hosts) {
                for (String port : ports) {
                    prefixes.forEach(prefix -> guesses.add(guess(scheme, host, port, prefix)));
                }
            }
        }
        return guesses;
    }

    private Set<String> of(Function<CalledUrl, String> part, Stream<String> more) {
        Set<String> values = new LinkedHashSet<>();
        configured.forEach(url -> values.add(part.apply(url)));
        values.add(part.apply(called));
        more.forEach(values::add);
        return values;
    }

    private Guess<String> guess(String scheme, String host, String port, String prefix) {
        String address = scheme + "://" + host + port + prefix;
        List<String> differences = configured.stream()
                .map(url -> differences(url, scheme, host, port, prefix))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
        return differences.isEmpty()
                ? Guess.asChecked(address)
                : new Guess<>(
                        address,
                        differences,
                        List.of("set voice.public-url = " + address + ", or let Twilio call the configured address"));
    }

    private static List<String> differences(CalledUrl url, String scheme, String host, String port, String prefix) {
        List<String> differences = new ArrayList<>();
        if (!scheme.equals(url.scheme())) {
            differences.add(difference("scheme", scheme, url.scheme()));
        }
        if (!host.equals(url.host())) {
            differences.add(difference("host", host, url.host()));
        }
        if (!isAccepted(port, url)) {
            differences.add(difference("port", port.replace(":", ""), url.port().replace(":", "")));
        }
        if (!prefix.equals(url.prefix())) {
            differences.add(difference("path prefix", prefix, url.prefix()));
        }
        return differences;
    }

    private static String difference(String what, String signed, String configured) {
        return (signed.isEmpty() ? "no " + what + " was signed" : "the " + what + " was signed as " + signed)
                + ", voice.public-url has " + (configured.isEmpty() ? "none" : configured);
    }

    /** As {@link io.voicewebhooks.signature.SignatureVerifier} tries: with and without the port. */
    private static boolean isAccepted(String port, CalledUrl url) {
        return port.isEmpty()
                || port.equals(url.port())
                || url.port().isEmpty() && port.equals(url.scheme().equals("https") ? ":443" : ":80");
    }
}
