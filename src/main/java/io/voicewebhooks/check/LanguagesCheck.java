package io.voicewebhooks.check;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.ConstantExpression;

/**
 * Finds languages in which no template is written: callers would hear English texts in the voice of another language. A
 * language that a route makes of the request is known only when it runs.
 */
final class LanguagesCheck implements RouteCheck {
    private static final Pattern TRANSLATED = Pattern.compile("twiml/[^.]+\\.([^.]+)\\.xml");
    /** What the templates without a language in their name are written in. */
    private static final String ENGLISH = "en";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        CamelContext context = routes.context();
        TreeSet<String> written = new TreeSet<>();
        TemplateFiles.names(context).stream()
                .map(TRANSLATED::matcher)
                .filter(Matcher::matches)
                .forEach(name -> written.add(name.group(1)));
        chosen(routes).forEach((language, place) -> {
            if (!language.isBlank()
                    && !language.split("-")[0].equalsIgnoreCase(ENGLISH)
                    && !written.contains(language)) {
                findings.warning(place + " = " + language + ": there is no "
                        + TemplateFiles.path(context, "twiml/*." + language + ".xml")
                        + ", so the texts of other files are heard in that voice; written are "
                        + (written.isEmpty() ? "none" : String.join(", ", written)));
            }
        });
    }

    private static Map<String, String> chosen(SeenRoutes routes) {
        Map<String, String> chosen = new LinkedHashMap<>();
        routes.all().forEach(route -> route.steps(SetVariableDefinition.class)
                .filter(step ->
                        "context.language".equals(step.getName()) && step.getExpression() instanceof ConstantExpression)
                .forEach(step -> chosen.putIfAbsent(
                        route.resolve(step.getExpression().getExpression()), route.place() + "context.language")));
        chosen.putIfAbsent(CallKey.LANGUAGE.of(routes.context()), CallKey.LANGUAGE.key());
        return chosen;
    }
}
