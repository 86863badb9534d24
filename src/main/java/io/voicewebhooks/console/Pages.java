package io.voicewebhooks.console;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogLimit;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.operations.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.util.function.ThrowingFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of the console by path; each family adds its own, and {@link Guard} stands in front of all. A template is a name
 * for one of {@code console/*.html}, or the whole path of a resource, for example {@code /com/example/pages/board.html}.
 */
public final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final LogLimit FAILURES = new LogLimit();
    private static final String ADMITTED = PageRequest.class.getName();

    private static final int WORKERS = 4;

    private final CamelContext context;
    private final String base;
    private final Guard guard;
    private final PageTemplates templates;
    private final VertxPlatformHttpRouter router;
    private boolean loginLinks;
    /** Methods by path. */
    private final Map<String, String> allowed = new LinkedHashMap<>();
    /** Not those of the port: whatever pages wait for, health is told and webhooks are taken. */
    private final WorkerExecutor workers;

    Pages(CamelContext context, VertxPlatformHttpRouter router, String base) {
        this.context = context;
        this.router = router;
        this.base = base;
        this.guard = new Guard(this);
        this.templates = new PageTemplates(this);
        this.workers = router.vertx().createSharedWorkerExecutor("console", WORKERS);
    }

    /** The application. */
    public CamelContext context() {
        return context;
    }

    /** The path in front of each link, empty or beginning with {@code /} and not ending in one. */
    String base() {
        return base;
    }

    /** Adds an entry to the navigation: what stands there for a page. */
    public void entry(String path, String label) {
        templates.entries().put(path, label);
    }

    /** Adds sentences that stand on each page as something that failed, for who has logged in. */
    public void problems(Function<PageRequest, List<String>> sentences) {
        templates.problems().add(sentences);
    }

    /** Adds a script or stylesheet, a resource: a template finds it as <code>{{assets}}/board.css</code>. */
    public void asset(String resource) {
        templates.assets().add(resource);
    }

    /** From now on {@code /login?token=…&next=/…} logs in, which leaves the token in the memory of browsers. */
    public void takeLoginLinks() {
        loginLinks = true;
    }

    boolean takesLoginLinks() {
        return loginLinks;
    }

    Guard guard() {
        return guard;
    }

    PageTemplates templates() {
        return templates;
    }

    /** That of the port. */
    public Vertx vertx() {
        return router.vertx();
    }

    /** Does what may wait, which the event loop must not. */
    public <T> Future<T> aside(Callable<T> what) {
        return workers.executeBlocking(what, false);
    }

    /** A page, made on a thread that may wait; in the path {@code :name} is what {@link PageRequest#path} gives. */
    public void get(String path, Access access, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        direct("GET", path, access, request -> work(request, page));
    }

    /** An action, which a form posts. It is for operators, and answers with a redirection. */
    public void post(String path, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        direct("POST", path, Access.OPERATOR, request -> work(request, page));
    }

    /** The same for a body of so many bytes at most, where others have 64 KiB; 413 beyond. */
    public void post(String path, long most, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(most);
        // not the handler itself, which Vert.x would want in front of the one that asks who sends this
        add("POST", path, Access.OPERATOR, body::handle, request -> work(request, page));
    }

    /** For what must not keep a thread while it waits: it is called on the event loop, and answers by itself. */
    public void direct(String method, String path, Access access, Consumer<PageRequest> answer) {
        add(method, path, access, router.bodyHandler(), answer);
    }

    private void add(
            String method, String path, Access access, Handler<RoutingContext> body, Consumer<PageRequest> answer) {
        allowed.merge(path, method, (one, other) -> one + ", " + other);
        Route route = router.route(HttpMethod.valueOf(method), path);
        route.handler(http -> guard.admit(http, access).ifPresent(request -> {
            http.put(ADMITTED, request);
            http.next();
        }));
        if ("POST".equals(method)) {
            route.handler(body);
        } else {
            route.method(HttpMethod.HEAD);
        }
        route.handler(http -> answer.accept(http.get(ADMITTED)));
    }

    /** What other methods and paths get. */
    void refuseOthers() {
        allowed.forEach((path, methods) -> router.route(path).handler(http -> {
            http.response().putHeader("Allow", methods);
            guard.sender(http).error(405, "This page takes " + methods + ".").send(http.response());
        }));
        router.route().last().handler(this::missing);
    }

    private void missing(RoutingContext http) {
        String path = http.normalizedPath();
        String inside = path.startsWith(base + "/") ? path.substring(base.length()) : path;
        if (inside.startsWith("/operations/") || inside.startsWith("/observe/")) {
            http.next();
        } else {
            guard.sender(http).error(404, "There is no such page.").send(http.response());
        }
    }

    private void work(PageRequest request, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        aside(() -> answer(request, page))
                .onSuccess(answer -> answer.send(request.http().response()))
                .onFailure(request.http()::fail);
    }

    private static PageAnswer answer(PageRequest request, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        try {
            return page.apply(request).compressedFor(request.http().request());
        } catch (RefusedException e) {
            return request.error(e.status(), e.getMessage());
        } catch (Exception e) {
            String what = request.http().request().method() + " "
                    + LogText.of(request.http().normalizedPath());
            LOG.debug("{} failed", what, e);
            long suppressed = FAILURES.next();
            if (suppressed >= 0) {
                LOG.error("{} failed: {}; suppressed={}", what, Cause.of(e), suppressed);
            }
            return request.error(500, "This did not work. The log of the application says why.");
        }
    }
}
