package io.voicewebhooks.testkit.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An address that Twilio can ask.
 *
 * @param target what is sent: without user, password and fragment
 * @param signed what is signed: an HTTPS port is dropped
 *               (<a href="https://www.twilio.com/docs/usage/security#validating-requests">Validating requests</a>)
 */
record WebhookUrl(URI target, String signed, String userInfo, String fragment) {

    /**
     * Takes an URL apart, byte for byte as it was written.
     *
     * @throws URISyntaxException if Twilio would not ask it; the message says why
     */
    static WebhookUrl of(String url) throws URISyntaxException {
        URI uri = new URI(url);
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (!https && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new URISyntaxException(url, "it does not begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new URISyntaxException(url, "its host is missing or has characters that no host may have");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String rest = path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String origin = uri.getScheme() + "://" + uri.getHost();
        return new WebhookUrl(
                URI.create(origin + port + rest),
                origin + (https ? "" : port) + rest,
                uri.getRawUserInfo(),
                uri.getRawFragment());
    }

    /** The same with further parameters behind its own. */
    WebhookUrl with(String parameters) {
        String separator = parameters.isEmpty() ? "" : target.getRawQuery() == null ? "?" : "&";
        return new WebhookUrl(
                URI.create(target + separator + parameters), signed + separator + parameters, userInfo, fragment);
    }

    /** Where it is redirected to. */
    WebhookUrl redirectedTo(String location) throws URISyntaxException {
        return of(target.resolve(new URI(location)).toString());
    }

    /** The header of Basic authentication, if user and password are in the URL. */
    Optional<String> credentials() {
        return Optional.ofNullable(userInfo)
                .map(info -> "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }

    /** Scheme, host and port. */
    String origin() {
        return target.getScheme() + "://" + target.getRawAuthority();
    }
}
