package io.voicewebhooks.check;

import io.voicewebhooks.sink.email.Mail;
import io.voicewebhooks.twiml.TemplateFiles;
import io.voicewebhooks.twiml.Twiml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds steps that name a template which is not there, before a caller or a mail does. A template whose name is an
 * expression is known only when the step runs.
 */
public final class TemplateNamesCheck {
    private static final Pattern REPLY = Pattern.compile("reply\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)");
    private static final Pattern MESSAGE = Pattern.compile("message\\(\\s*['\"]([^'\"]+)['\"]\\s*,.*");

    /** The templates that are named, by the place of the step. */
    private final Map<String, Set<String>> named = new LinkedHashMap<>();
    /** The paths on which routes listen. */
    private final List<Pattern> paths = new ArrayList<>();

    /** Notes the templates that a route names, and the path on which it listens. */
    public void see(Route route, RouteDefinition definition) {
        if (route.getEndpoint() instanceof PlatformHttpEndpoint http) {
            String path = Pattern.quote(http.getPath()).replaceAll("\\{[^}/]*}", "\\\\E[^/]+\\\\Q");
            paths.add(Pattern.compile(path + (http.isMatchOnUriPrefix() ? ".*" : "")));
        }
        RouteSteps.active(route.getCamelContext(), definition, BeanDefinition.class)
                .flatMap(step -> names(route.getCamelContext(), step))
                .forEach(name -> named.computeIfAbsent(RouteProblem.location(definition), place -> new TreeSet<>())
                        .add(name));
    }

    /** Whether any route names a template. */
    public boolean areUsed() {
        return !named.isEmpty();
    }

    /** A line for every step that names a missing template. */
    public List<String> problems(CamelContext context) {
        List<String> problems = new ArrayList<>();
        named.forEach((place, names) -> names.stream()
                .filter(name -> !TemplateFiles.exists(context, name))
                .forEach(name ->
                        problems.add(place + "the template " + TemplateFiles.path(context, name) + " does not exist")));
        return problems;
    }

    /** A line for every further step that a template names and on which no route listens; maybe nothing uses the template. */
    public List<String> warnings(Map<String, String> steps) {
        List<String> warnings = new ArrayList<>();
        steps.forEach((place, path) -> {
            if (!isHeard(path)) {
                warnings.add(place + "no route listens on " + path);
            }
        });
        return warnings;
    }

    /** Whether a route listens on a path. */
    public boolean isHeard(String path) {
        return paths.stream().anyMatch(listens -> listens.matcher(path).matches());
    }

    /** The templates of a step of ours; an application may have beans of its own under these names. */
    static Stream<String> names(CamelContext context, BeanDefinition step) {
        String method = step.getMethod() == null ? "" : step.getMethod().strip();
        Matcher reply = REPLY.matcher(method);
        Matcher message = MESSAGE.matcher(method);
        if (reply.matches() && isOurs(context, step, Twiml.class)) {
            return Stream.of("twiml/" + reply.group(1) + ".xml");
        }
        if (method.equals("fallback") && isOurs(context, step, Twiml.class)) {
            return Stream.of("twiml/fallback.xml");
        }
        return message.matches() && isOurs(context, step, Mail.class)
                ? Stream.of("email/" + message.group(1) + ".html", "email/" + message.group(1) + ".txt")
                : Stream.empty();
    }

    private static boolean isOurs(CamelContext context, BeanDefinition step, Class<?> bean) {
        return step.getRef() != null && bean.isInstance(context.getRegistry().lookupByName(step.getRef()));
    }
}
