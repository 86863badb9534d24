package io.voicewebhooks.check;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.twiml.TemplateFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.support.CamelContextHelper;

/**
 * Finds languages in which no template is written: callers would hear English texts in the voice of another language. A
 * language that a route makes of the request is known only when it runs.
 */
public final class LanguagesCheck {
    private static final Pattern TRANSLATED = Pattern.compile("twiml/[^.]+\\.([^.]+)\\.xml");
    /** What the templates without a language in their name are written in. */
    private static final String ENGLISH = "en";

    /** The languages, each with the place where it is chosen. */
    private final Map<String, String> chosen = new LinkedHashMap<>();

    /** Notes the languages that a route chooses. */
    public void see(Route route, RouteDefinition definition) {
        CamelContext context = route.getCamelContext();
        RouteSteps.active(context, definition, SetVariableDefinition.class)
                .filter(step ->
                        "context.language".equals(step.getName()) && step.getExpression() instanceof ConstantExpression)
                .forEach(step -> chosen.putIfAbsent(
                        CamelContextHelper.parseText(
                                context, step.getExpression().getExpression()),
                        RouteProblem.location(definition) + "context.language"));
    }

    /** A line for each language that has no template. */
    public List<String> warnings(CamelContext context) {
        chosen.putIfAbsent(CallKey.LANGUAGE.of(context), CallKey.LANGUAGE.key());
        TreeSet<String> written = new TreeSet<>();
        TemplateFiles.names(context).stream()
                .map(TRANSLATED::matcher)
                .filter(Matcher::matches)
                .forEach(name -> written.add(name.group(1)));
        List<String> warnings = new ArrayList<>();
        chosen.forEach((language, place) -> {
            if (!language.isBlank()
                    && !language.split("-")[0].equalsIgnoreCase(ENGLISH)
                    && !written.contains(language)) {
                warnings.add(place + " = " + language + ": there is no "
                        + TemplateFiles.path(context, "twiml/*." + language + ".xml")
                        + ", so the texts of other files are heard in that voice; written are "
                        + (written.isEmpty() ? "none" : String.join(", ", written)));
            }
        });
        return warnings;
    }
}
