package io.voicewebhooks.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the management port of a running application is, and what opens it.
 *
 * @param url   for example {@code http://127.0.0.1:9876}
 * @param token the bearer token, if one is configured
 */
public record ManagementAddress(URI url, Optional<String> token) {
    /** Of all the configuration only these three are read: whoever settles dead letters needs no token of Twilio. */
    private static final List<Key> KEYS = List.of(Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT, Key.MANAGEMENT_TOKEN);

    /**
     * As {@code application.properties} of the working directory, system properties and environment say.
     *
     * @throws ConfigurationException with a line for every problem
     */
    public static ManagementAddress ofWorkingDirectory() {
        return of(WorkingDirectory.context().getPropertiesComponent()::resolveProperty);
    }

    /**
     * Reads and validates.
     *
     * @param lookup gives the value of a key, if it is set
     */
    static ManagementAddress of(Function<String, Optional<String>> lookup) {
        List<String> problems = new ArrayList<>();
        Values values = new Values(lookup, key -> lookup.apply(key).isPresent(), problems);
        for (Key key : KEYS) {
            value(values, key)
                    .filter(value -> !key.rule().accepts().test(value))
                    .ifPresent(value -> problems.add(Settings.wrong(key.key(), key.secret(), value, key.rule())));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        String host = value(values, Key.MANAGEMENT_HOST).orElseThrow();
        String port = value(values, Key.MANAGEMENT_PORT).orElseThrow();
        return new ManagementAddress(
                URI.create("http://" + reachable(host) + ":" + port), value(values, Key.MANAGEMENT_TOKEN));
    }

    private static Optional<String> value(Values values, Key key) {
        return values.find(key.key()).or(() -> Optional.ofNullable(key.defaultValue()));
    }

    /** A server that listens everywhere listens on the loopback address too. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    /** Without the token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
