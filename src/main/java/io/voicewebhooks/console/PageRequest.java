package io.voicewebhooks.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.operations.Operations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
record PageRequest(RoutingContext http, Pages pages, Operations.Who who, Optional<Sessions.Session> session) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** A page of ours: nothing that a browser could take for another host. */
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\]]*");

    CamelContext context() {
        return pages.context();
    }

    /** What the path names, for example {@code sid} of {@code /calls/:sid}. */
    String path(String name) {
        return http.pathParam(name);
    }

    /**
     * A field of the form or else a parameter of the query, without space around it; several of the name are separated by
     * commas. Empty where it is not given.
     */
    String parameter(String name) {
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

    /** The parameters among these that are given and not empty, as operations take them. */
    Map<String, String> parameters(String... names) {
        Map<String, String> given = new TreeMap<>();
        for (String name : names) {
            if (!parameter(name).isEmpty()) {
                given.put(name, parameter(name));
            }
        }
        return given;
    }

    /** As it stands in a link, behind the question mark. */
    static String query(Stream<? extends Map.Entry<?, ?>> parameters) {
        return parameters
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
    }

    /** Whether a script asks for a part of a page. */
    boolean isForPart() {
        return http.request().getHeader("HX-Request") != null;
    }

    /** Asks an operation, {@link Operations} says which; its JSON as maps and lists, which templates read. */
    Map<String, Object> get(String operation, Map<String, String> parameters) throws Exception {
        return map(Operations.of(context()).get(operation, parameters, who));
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

    /** As JSON that people read. */
    String json(Object value) throws JsonProcessingException {
        return MAPPER.readTree(MAPPER.writeValueAsString(value)).toPrettyString();
    }

    /** A page of a template, within the layout. */
    PageAnswer page(String template, String title, Map<String, ?> model) {
        return page(200, template, title, model);
    }

    PageAnswer page(int status, String template, String title, Map<String, ?> model) {
        return PageAnswer.html(status, pages.templates().page(this, template, title, model));
    }

    /** What takes the place of a part of a page. */
    PageAnswer part(String template, Map<String, ?> model) {
        return PageAnswer.html(200, pages.templates().part(this, template, model));
    }

    /** A small page that says what is wrong. */
    PageAnswer error(int status, String what) {
        return page(status, "error", PageTemplates.reason(status), Map.of("what", what));
    }

    /** To another page of the console, for example {@code /sinks}. */
    PageAnswer redirect(String path) {
        return PageAnswer.redirect(pages.base() + path);
    }

    /** The same with a sentence that the next page of this session shows once. */
    PageAnswer redirect(String path, String sentence) {
        session.ifPresent(own -> own.say(sentence));
        return redirect(path);
    }
}
