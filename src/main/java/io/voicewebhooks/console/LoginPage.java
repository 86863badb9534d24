package io.voicewebhooks.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /login} and {@code /logout}. */
final class LoginPage {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);

    private LoginPage() {}

    static void add(Pages pages) {
        pages.direct("GET", "/login", Access.EVERYBODY, request -> {
            if (pages.takesLoginLinks() && !request.parameter("token").isEmpty()) {
                login(request);
            } else {
                page(request, 200, "").send(request.http().response());
            }
        });
        // a wrong token waits
        pages.direct("POST", "/login", Access.EVERYBODY, LoginPage::login);
        pages.post("/logout", LoginPage::logout);
    }

    private static PageAnswer page(PageRequest request, int status, String problem) {
        Guard guard = request.pages().guard();
        if (!guard.token().isConfigured()) {
            return guard.withoutToken(request);
        }
        boolean links = request.pages().takesLoginLinks();
        Map<String, ?> model = Map.of("problem", problem, "next", request.ours("next", "/"), "links", links);
        return request.page(status, "login", "Log in", model);
    }

    private static void login(PageRequest request) {
        Guard guard = request.pages().guard();
        HttpServerResponse response = request.http().response();
        if (guard.token().isRight(request.parameter("token"))) {
            String secret = guard.sessions().begin();
            LOG.info(
                    "{} begins, from {}",
                    guard.sessions().find(secret).orElseThrow().name(),
                    request.who().name());
            String base = request.pages().base();
            // not Secure: whether a proxy in front speaks HTTPS cannot be known here
            response.addCookie(Cookie.cookie(guard.cookieName(request.http().request()), secret)
                    .setHttpOnly(true)
                    .setSameSite(CookieSameSite.STRICT)
                    .setPath(base.isEmpty() ? "/" : base));
            request.redirect(request.ours("next", "/")).send(response);
        } else if (guard.token().isConfigured()) {
            guard.token().refuse(request.http(), true, status -> {
                String problem = status == 401 ? "This is not the token." : "Too many wrong tokens: try again soon.";
                page(request, status, problem).send(response);
            });
        } else {
            page(request, 403, "").send(response);
        }
    }

    private static PageAnswer logout(PageRequest request) {
        request.session().ifPresent(session -> {
            request.pages().guard().sessions().end(session);
            LOG.info("{} ends", request.who().name());
        });
        return request.redirect("/login");
    }
}
