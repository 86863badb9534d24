package io.voicewebhooks.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.operations.Operations.Who;
import io.voicewebhooks.operations.TokenCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who may have what of the console: the token decides, shown by a login or with each request. */
final class Guard {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD");

    private final Pages pages;
    private final TokenCheck token;
    private final Sessions sessions;

    Guard(Pages pages) {
        this.pages = pages;
        this.token = TokenCheck.of(pages.context());
        Sessions kept = pages.context().getRegistry().findSingleByType(Sessions.class);
        this.sessions = kept == null ? new Sessions() : kept;
    }

    TokenCheck token() {
        return token;
    }

    Sessions sessions() {
        return sessions;
    }

    /** The request, if whoever sends it may have this; otherwise it has its answer, now or later. */
    Optional<PageRequest> admit(RoutingContext http, Access access) {
        HttpServerRequest request = http.request();
        PageRequest sender = sender(http);
        String bearer = TokenCheck.bearer(request);
        if (!HARMLESS.contains(request.method().name()) && !isOfOurPages(request, bearer)) {
            sender.error(403, "Another page sent this: only pages of this console may.")
                    .send(http.response());
            return Optional.empty();
        }
        if (sender.who().trusted()
                || access == Access.EVERYBODY
                || access == Access.READER && isAtThisMachine(request)) {
            return Optional.of(sender);
        }
        refuse(sender, bearer != null);
        return Optional.empty();
    }

    /** A request with who sends it, whatever he asks for. */
    PageRequest sender(RoutingContext http) {
        HttpServerRequest request = http.request();
        Optional<Sessions.Session> session = sessions.find(cookie(request));
        String name = session.map(own -> own.name() + " at ").orElse("") + address(request);
        boolean trusted = session.isPresent() || token.isRight(TokenCheck.bearer(request));
        return new PageRequest(http, pages, new Who(name, trusted), session);
    }

    private void refuse(PageRequest stranger, boolean guess) {
        RoutingContext http = stranger.http();
        HttpServerResponse response = http.response();
        String login = "/login?next="
                + URLEncoder.encode(http.request().uri().replaceFirst("^" + pages.base(), ""), StandardCharsets.UTF_8);
        if (!token.isConfigured()) {
            withoutToken(stranger).send(response);
        } else if (guess) {
            token.refuse(http, true, status -> stranger.error(status, "The token is not the right one.")
                    .send(response));
        } else if (HARMLESS.contains(http.request().method().name()) && !stranger.isForPart()) {
            stranger.redirect(login).send(response);
        } else {
            // a script that asks for a part would show the login in its place
            response.putHeader("HX-Redirect", pages.base() + login);
            stranger.error(401, "Log in first.").send(response);
        }
    }

    /** What to do where no token is configured. */
    PageAnswer withoutToken(PageRequest request) {
        return request.page(403, "no-token", "Not without a token", Map.of("key", Key.MANAGEMENT_TOKEN.key()));
    }

    /**
     * Whether a browser sends this from one of our pages, or no browser does: a token in a header is none that it adds by
     * itself. Over plain HTTP to another machine browsers tell {@code Origin} only.
     */
    private boolean isOfOurPages(HttpServerRequest request, String bearer) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (site != null) {
            return site.equals("same-origin");
        }
        if (origin != null) {
            String host = request.getHeader("Host");
            return host != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
        }
        return bearer != null;
    }

    /** Where no token is configured; what a proxy of this machine passes on is from anywhere. */
    private boolean isAtThisMachine(HttpServerRequest request) {
        return !token.isConfigured()
                && PublicUrl.isLoopback(address(request))
                && Stream.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via").noneMatch(request.headers()::contains);
    }

    private static String address(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** Browsers send the cookies of all ports of a host, so its name has ours. */
    String cookieName(HttpServerRequest request) {
        return "voice-console-" + request.localAddress().port();
    }

    private String cookie(HttpServerRequest request) {
        Cookie cookie = request.getCookie(cookieName(request));
        return cookie == null ? "" : cookie.getValue();
    }
}
