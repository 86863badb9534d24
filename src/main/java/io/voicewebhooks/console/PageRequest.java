package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.operations.Operations;
import io.voicewebhooks.operations.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * A request for a page.
 *
 * @param who     for the operations; trusted once the token was shown
 * @param session of whoever logged in with a browser
 */
public record PageRequest(RoutingContext http, Pages pages, Operations.Who who, Optional<Sessions.Session> session) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A page of ours: nothing that a browser could take for another host. */
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\]]*");

    CamelContext context() {
        return pages.context();
    }

    /** What the path names, for example {@code sid} of {@code /calls/:sid}. */
    public String path(String name) {
        return http.pathParam(name);
    }

    /**
     * A field of the form or else a parameter of the query, without space around it; several of the name are separated by
     * commas. Empty where it is not given.
     */
    public String parameter(String name) {
        HttpServerRequest request = http.request();
        MultiMap fields = request.formAttributes();
        return (fields.contains(name) ? fields : request.params())
                .getAll(name).stream()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .collect(Collectors.joining(","));
    }

    /** A parameter that is the path of a page of ours, another path where it is none. */
    String ours(String name, String otherwise) {
        String path = parameter(name);
        return OURS.matcher(path).matches() ? path : otherwise;
    }

    /** What is given and not empty, as operations take it, but for what is the page's own. */
    Map<String, String> parametersBut(String... own) {
        Map<String, String> given = new TreeMap<>();
        Stream.of(http.request().params(), http.request().formAttributes())
                .flatMap(names -> names.names().stream())
                .filter(name -> !List.of(own).contains(name) && !parameter(name).isEmpty())
                .forEach(name -> given.put(name, parameter(name)));
        // of the path
        given.keySet().removeAll(http.pathParams().keySet());
        return given;
    }

    /** As it stands in a link, behind the question mark. */
    static String query(Collection<? extends Map.Entry<?, ?>> parameters) {
        return parameters.stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
    }

    /** Whether the session has ended in which this was asked: whoever still answers stops. */
    public boolean isOver() {
        return session.map(pages.guard().sessions()::isOver).orElse(false);
    }

    /**
     * Answers with a file, or the part of it that a player asks for.
     *
     * @param type        for example {@code audio/wav}
     * @param disposition {@code inline}, or {@code attachment} for what a browser must not show
     * @param name        for whoever keeps it
     */
    public Future<Void> send(Path file, String type, String disposition, String name) {
        ByteRange range = begin(file.toFile().length(), type, disposition, name);
        HttpServerResponse response = http.response();
        return isHead() || range.length() <= 0
                ? response.end()
                : response.sendFile(file.toString(), range.first(), range.length());
    }

    /** Says what is sent now: as much as the range is long, nothing of it for HEAD. */
    ByteRange begin(long length, String type, String disposition, String name) {
        ByteRange range = ByteRange.of(http.request().getHeader("Range"), length);
        String plain = name.replaceAll("[^\\x20-\\x7E]|[\"\\\\]", "_");
        HttpServerResponse response = http.response()
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Content-Type", type)
                .putHeader("Content-Disposition", disposition + "; filename=\"" + plain + "\"");
        if (range.length() <= 0 && length > 0) {
            response.setStatusCode(416).putHeader("Content-Range", "bytes */" + length);
        } else if (range.length() < length) {
            response.setStatusCode(206).putHeader("Content-Range", range + "/" + length);
        }
        response.putHeader("Content-Length", String.valueOf(Math.max(0, range.length())));
        return range;
    }

    boolean isHead() {
        return http.request().method().equals(HttpMethod.HEAD);
    }

    /** Whether a script asks for a part of a page. */
    boolean isForPart() {
        return http.request().getHeader("HX-Request") != null;
    }

    /** Asks an operation, {@link Operations} says which; its JSON as maps and lists, which templates read. */
    Map<String, Object> get(String operation, Map<String, String> parameters) throws Exception {
        return map(Operations.of(context()).get(operation, parameters, who));
    }

    /** Adds what an operation tells to a model; if it is refused, {@code wrong}: why. The status of the page. */
    int ask(String operation, Map<String, String> parameters, Map<String, Object> model) throws Exception {
        try {
            model.putAll(get(operation, parameters));
            return 200;
        } catch (RefusedException e) {
            model.put("wrong", e.getMessage());
            return e.status();
        }
    }

    /** The list that is what an operation tells, for example the {@code deliveries} of {@code deliveries}. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String operation, Map<String, String> parameters) throws Exception {
        return get(operation, parameters).values().stream()
                .filter(List.class::isInstance)
                .map(list -> (List<Map<String, Object>>) list)
                .findFirst()
                .orElse(List.of());
    }

    /** Has an operation do something, which it logs. */
    Map<String, Object> post(String operation, Map<String, String> parameters) throws Exception {
        return map(Operations.of(context()).post(operation, parameters, who));
    }

    /** What JSON would be made of, as maps and lists. */
    @SuppressWarnings("unchecked")
    Map<String, Object> map(Object value) {
        return MAPPER.convertValue(value, Map.class);
    }

    /** A page of a template, within the layout; see {@link Pages} for whose. */
    public PageAnswer page(String template, String title, Map<String, ?> model) {
        return page(200, template, title, model);
    }

    PageAnswer page(int status, String template, String title, Map<String, ?> model) {
        return PageAnswer.text(status, "text/html", pages.templates().page(this, template, title, model));
    }

    /** What takes the place of a part of a page. */
    public PageAnswer part(String template, Map<String, ?> model) {
        return PageAnswer.text(200, "text/html", pages.templates().part(this, template, model));
    }

    /** A small page that says what is wrong. */
    public PageAnswer error(int status, String what) {
        return page(status, "error", PageTemplates.reason(status), Map.of("what", what));
    }

    /** To another page of the console, for example {@code /sinks}. */
    public PageAnswer redirect(String path) {
        return PageAnswer.redirect(pages.base() + path);
    }

    /** The same with a sentence that the next page of this session shows once. */
    public PageAnswer redirect(String path, String sentence) {
        session.ifPresent(own -> own.say(sentence));
        return redirect(path);
    }
}
