package io.voicewebhooks.config;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the management port of a running application is, and what opens it.
 *
 * @param url   for example {@code http://127.0.0.1:9876}
 * @param token the bearer token, if one is configured
 */
public record ManagementAddress(URI url, Optional<String> token) {
    /**
     * As a configuration says. Of it only these three keys are read: whoever settles dead letters needs no token of Twilio.
     *
     * @param lookup gives the value of a key, if it is set
     * @throws ConfigurationException with a line for every problem
     */
    public static ManagementAddress of(Function<String, Optional<String>> lookup) {
        Settings keys = Settings.only(lookup, Key.MANAGEMENT_HOST, Key.MANAGEMENT_PORT, Key.MANAGEMENT_TOKEN);
        String host = keys.get(Key.MANAGEMENT_HOST);
        String port = keys.get(Key.MANAGEMENT_PORT);
        return new ManagementAddress(
                URI.create("http://" + reachable(host) + ":" + port), keys.find(Key.MANAGEMENT_TOKEN));
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
