package io.voicewebhooks.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /login} and {@code /logout}. */
final class LoginPage {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);
    /** A page of ours: nothing that a browser could take for another host. */
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\]]*");

    private final Pages pages;
    private final Guard guard;

    LoginPage(Pages pages) {
        this.pages = pages;
        this.guard = pages.guard();
    }

    void add() {
        pages.get("/login", Access.EVERYBODY, request -> page(request, 200, ""));
        // a wrong token waits
        pages.direct("POST", "/login", Access.EVERYBODY, this::login);
        pages.post("/logout", this::logout);
    }

    private PageAnswer page(PageRequest request, int status, String problem) {
        if (!guard.token().isConfigured()) {
            return guard.withoutToken(request);
        }
        Map<String, String> model = Map.of("problem", problem, "next", next(request));
        return request.page(status, "login", "Log in", model);
    }

    private void login(PageRequest request) {
        HttpServerResponse response = request.http().response();
        if (guard.token().isRight(request.parameter("token"))) {
            String secret = guard.sessions().begin();
            LOG.info(
                    "{} begins, from {}",
                    guard.sessions().find(secret).orElseThrow().name(),
                    request.who().name());
            // not Secure: whether a proxy in front speaks HTTPS cannot be known here
            response.addCookie(Cookie.cookie(guard.cookieName(request.http().request()), secret)
                    .setHttpOnly(true)
                    .setSameSite(CookieSameSite.STRICT)
                    .setPath(pages.base().isEmpty() ? "/" : pages.base()));
            request.redirect(next(request)).send(response);
        } else if (guard.token().isConfigured()) {
            guard.token().refuse(request.http(), true, status -> {
                String problem = status == 401 ? "This is not the token." : "Too many wrong tokens: try again soon.";
                page(request, status, problem).send(response);
            });
        } else {
            page(request, 403, "").send(response);
        }
    }

    private static String next(PageRequest request) {
        String next = request.parameter("next");
        return OURS.matcher(next).matches() ? next : "/";
    }

    private PageAnswer logout(PageRequest request) {
        request.session().ifPresent(session -> {
            guard.sessions().end(session);
            LOG.info("{} ends", request.who().name());
        });
        return request.redirect("/login");
    }
}
