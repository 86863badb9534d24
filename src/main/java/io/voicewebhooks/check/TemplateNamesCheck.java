package io.voicewebhooks.check;

import io.voicewebhooks.sink.email.Mail;
import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import io.voicewebhooks.twiml.Twiml;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;

/**
 * Finds steps that name a template which is not there, before a caller or a mail does. A template whose name is an
 * expression is known only when the step runs.
 */
final class TemplateNamesCheck implements RouteCheck {
    private static final Pattern REPLY = Pattern.compile("reply\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)");
    private static final Pattern MESSAGE = Pattern.compile("message\\(\\s*['\"]([^'\"]+)['\"]\\s*,.*");

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        CamelContext context = routes.context();
        // maybe nothing uses the template
        findings.steps().forEach((place, path) -> {
            if (!routes.isHeard(path)) {
                findings.warning(place + "no route listens on " + path);
            }
        });
        routes.all().forEach(route -> names(route)
                .distinct()
                .sorted()
                .filter(name -> !TemplateFiles.exists(context, name))
                .forEach(name -> findings.problem(
                        route.place() + "the template " + TemplateFiles.path(context, name) + " does not exist")));
    }

    static Stream<String> names(SeenRoute route) {
        return route.steps(BeanDefinition.class).flatMap(step -> names(route.context(), step));
    }

    /** The templates of a step of ours; an application may have beans of its own under these names. */
    private static Stream<String> names(CamelContext context, BeanDefinition step) {
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
