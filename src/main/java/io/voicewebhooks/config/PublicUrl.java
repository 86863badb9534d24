package io.voicewebhooks.config;

import java.net.URI;

/**
 * An address under which Twilio calls the application, as its owner configured it.
 *
 * @param origin scheme, host and port exactly as written, for example {@code https://Voice.example.com}
 * @param prefix the path in front of {@code /voice/…}, empty or beginning with {@code /} and not ending in one
 */
public record PublicUrl(String origin, String prefix) {

    /** Parses a configured value; a trailing slash is dropped. */
    public static PublicUrl of(String value) {
        int pathStart = value.indexOf('/', value.indexOf("://") + 3);
        String origin = pathStart < 0 ? value : value.substring(0, pathStart);
        return new PublicUrl(origin, value.substring(origin.length()).replaceFirst("/+$", ""));
    }

    static boolean isValid(String value) {
        return Rule.isUri(
                value,
                uri -> ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getPort() <= 65535
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && uri.getRawUserInfo() == null);
    }

    /** Whether an address is that of one of the webhooks, rather than what stands before its path. */
    static boolean isWebhook(String value) {
        return of(value).prefix().matches(".*/voice/(incoming|fallback|status|recording|callback|events)");
    }

    /** Whether a caller's words cross a network in clear text: plain http to another machine. */
    boolean isExposed() {
        return origin.startsWith("http:") && !isLoopback(URI.create(origin).getHost());
    }

    /** Whether a host, an IPv6 address in brackets, is this machine for sure. */
    public static boolean isLoopback(String host) {
        return host != null
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }

    @Override
    public String toString() {
        return origin + prefix;
    }
}
