package io.voicewebhooks.console;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.voicewebhooks.console.Sessions.Session;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The Mustache templates {@code console/*.html} of the jar. Every value is escaped; what is not there is empty, and empty
 * text, 0, an empty list and {@code false} are all false. They are well-formed XML. Besides the model each has {@code base}
 * (in front of every link), {@code assets} (in front of a file of {@link Assets}), {@code trusted} (whether who asks may
 * change things) and <code>{{#when}}{{started}}{{/when}}</code>: an RFC 3339 time for people.
 */
final class PageTemplates {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Map<Integer, String> REASONS = Map.of(
            400, "That was not understood",
            401, "Not without logging in",
            403, "Not allowed",
            404, "There is nothing here",
            405, "Not in this way",
            409, "Not now",
            429, "Too many tries",
            500, "Something went wrong");

    private final Pages pages;
    private final Assets assets = new Assets();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private final List<Function<PageRequest, List<String>>> problems = new ArrayList<>();
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler compiler = Mustache.compiler()
            .defaultValue("")
            .emptyStringIsFalse(true)
            .zeroIsFalse(true)
            .withLoader(name -> new StringReader(source(name)));

    PageTemplates(Pages pages) {
        this.pages = pages;
    }

    /** Further ones of the navigation: labels by path. */
    Map<String, String> entries() {
        return entries;
    }

    /** What each page says to who has logged in. */
    List<Function<PageRequest, List<String>>> problems() {
        return problems;
    }

    Assets assets() {
        return assets;
    }

    /** What a status means, as a heading. */
    static String reason(int status) {
        return REASONS.getOrDefault(status, "Not done");
    }

    /** A page: a template within {@code layout.html}. The model may have {@code notices}: what is missing, in sentences. */
    String page(PageRequest request, String template, String title, Map<String, ?> model) {
        Map<String, Object> all = common(request, model);
        all.put("title", title);
        all.put("content", part(request, template, model));
        all.put("version", Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), ""));
        String path = request.http().normalizedPath().replaceFirst("^" + pages.base() + "(?=/)", "");
        all.put(
                "entries",
                entries.entrySet().stream()
                        .map(entry -> Map.of(
                                "path", entry.getKey(),
                                "label", entry.getValue(),
                                "here", (path + "/").startsWith(entry.getKey() + "/")))
                        .toList());
        all.put("at", Map.of(path.split("/", 3)[1], true));
        // a page that refreshes itself takes a part of this one, and the sentence would be lost
        Optional<String> said =
                request.isForPart() ? Optional.empty() : request.session().flatMap(Session::said);
        all.put("said", said.orElse(""));
        all.put("loggedIn", request.session().isPresent());
        boolean masked = !request.who().trusted() && !pages.guard().token().isConfigured();
        all.put("masked", masked);
        all.put("inside", masked || request.who().trusted());
        if (request.who().trusted()) {
            all.put(
                    "problems",
                    problems.stream()
                            .flatMap(some -> some.apply(request).stream())
                            .toList());
        }
        return template("layout").execute(all);
    }

    /** A template as it is. */
    String part(PageRequest request, String template, Map<String, ?> model) {
        return template(template).execute(common(request, model));
    }

    private Map<String, Object> common(PageRequest request, Map<String, ?> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("base", pages.base());
        all.put("assets", pages.base() + assets.path());
        all.put("trusted", request.who().trusted());
        all.put("when", (Mustache.Lambda) (text, out) -> out.write(time(text.execute())));
        return all;
    }

    /** The text is escaped already. */
    private static String time(String text) {
        try {
            return "<time datetime=\"%s\" title=\"%1$s\">%s</time>".formatted(text, TIME.format(Instant.parse(text)));
        } catch (DateTimeException e) {
            return text;
        }
    }

    private Template template(String name) {
        return compiled.computeIfAbsent(name, key -> compiler.compile(source(key)));
    }

    private static String source(String name) {
        String resource = name.startsWith("/") ? name : "/io/voicewebhooks/console/" + name + ".html";
        return new String(Assets.read(resource), StandardCharsets.UTF_8);
    }
}
