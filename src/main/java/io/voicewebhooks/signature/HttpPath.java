package io.voicewebhooks.signature;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/** The path of an HTTP endpoint, in which <code>{name}</code>, {@code :name} and {@code *} stand for anything. */
record HttpPath(String pattern) {
    private static final List<String> SERVERS =
            List.of("http", "jetty", "rest", "servlet", "undertow", "vertx-websocket");

    /** The path of an endpoint that serves HTTP, nothing of any other. */
    static Optional<HttpPath> of(CamelContext context, Endpoint endpoint) {
        if (endpoint instanceof DelegateEndpoint reference) {
            return of(context, reference.getEndpoint());
        }
        if (endpoint instanceof PlatformHttpEndpoint http) {
            // asked for itself: the same endpoint can be written in many ways. A path that begins with "proxy" is a
            // proxy for whatever a caller names, in Camel before 4.18.5 (CVE-2026-85316)
            return Optional.of(http.isHttpProxy() ? new HttpPath("/*") : of(http.getPath(), http.isMatchOnUriPrefix()));
        }
        String uri = endpoint.getEndpointUri();
        String below = context.getRestConfiguration().getContextPath();
        return of(uri).map(path ->
                uri.startsWith("rest") && below != null ? of(below + "/" + path.pattern(), false) : path);
    }

    static Optional<HttpPath> of(String uri) {
        int colon = uri.indexOf(':');
        String scheme = uri.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        if (SERVERS.stream().noneMatch(scheme::contains)) {
            return Optional.empty();
        }
        int mark = uri.indexOf('?');
        String text = uri.substring(colon + 1, mark < 0 ? uri.length() : mark);
        boolean prefix =
                mark >= 0 && uri.substring(mark).toLowerCase(Locale.ROOT).contains("matchonuriprefix=true");
        if (scheme.startsWith("rest")) {
            // method, path and template of the path, with colons between them
            text = text.replaceFirst("^/*\\w+:", "").replace(":", "/");
        } else if (text.contains("://")) {
            text = text.replaceFirst("^.*?://[^/]*", "");
        }
        return Optional.of(of(text, prefix));
    }

    private static HttpPath of(String path, boolean prefix) {
        return new HttpPath(("/" + path + (prefix ? "*" : "")).replaceAll("/{2,}", "/"));
    }

    /** Whether a request to the path itself, or to one below it, can arrive here. */
    boolean reaches(String path) {
        return pattern.equals(path) || matches(pattern, path + "/");
    }

    private static boolean matches(String pattern, String begin) {
        if (begin.isEmpty()) {
            return true;
        }
        if (pattern.isEmpty()) {
            return false;
        }
        String rest = pattern.replaceFirst("^(\\{[^}]*}|:\\w+|\\*)", "");
        if (rest.length() == pattern.length()) {
            return pattern.charAt(0) == begin.charAt(0) && matches(pattern.substring(1), begin.substring(1));
        }
        for (int taken = 0; taken <= begin.length(); taken++) {
            if (matches(rest, begin.substring(taken))) {
                return true;
            }
        }
        return false;
    }
}
