package io.voicewebhooks.twiml;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Looks at every template before one is needed: all of them compile, and what {@code twiml/} holds is TwiML, whatever the
 * variables are and whether sections are there or not.
 */
public final class TemplateFiles {
    private TemplateFiles() {}

    /** The names of all templates, for example {@code twiml/voicemail.xml}. */
    public static List<String> names(CamelContext context) {
        return Stream.of("twiml/*.xml", "email/*")
                .flatMap(pattern -> find(context, pattern))
                .sorted()
                .toList();
    }

    private static Stream<String> find(CamelContext context, String pattern) {
        String directory = pattern.substring(0, pattern.indexOf('/') + 1);
        try {
            return PluginHelper.getPackageScanResourceResolver(context)
                    .findResources(RouteLocation.location(context) + pattern)
                    .stream()
                    .map(Resource::getLocation)
                    .map(location -> directory + location.replaceFirst(".*[/\\\\]", ""));
        } catch (IOException e) {
            // there is no such directory
            return Stream.empty();
        } catch (Exception e) {
            throw new IllegalStateException("templates cannot be listed: " + e.getMessage(), e);
        }
    }

    public static boolean exists(CamelContext context, String name) {
        return PluginHelper.getResourceLoader(context)
                .resolveResource(RouteLocation.location(context) + name)
                .exists();
    }

    /** Where a template is, as people write it: {@code routes/twiml/voicemail.xml}. */
    public static String path(CamelContext context, String name) {
        return (RouteLocation.location(context) + name).replaceFirst("^(file|classpath):", "");
    }

    /** The names that a template of TwiML may use whatever the route sets, beside Twilio's parameters and the context. */
    public static Set<String> builtIn() {
        Set<String> names = new TreeSet<>(TwimlModel.NAMES);
        names.addAll(TemplateFunctions.NAMES);
        return names;
    }

    /** The variables that a template names; it must compile. */
    public static List<TemplateTag> tags(CamelContext context, String name) {
        return TemplateTag.of(new Templates(context).source(name));
    }

    /** Reports what is wrong, or probably not meant, with any of the templates. */
    public static void check(CamelContext context, Findings findings) {
        Templates templates = new Templates(context);
        names(context).forEach(name -> templates.check(name, findings));
        if (findings.problems().isEmpty()) {
            names(context).stream()
                    .filter(name -> name.matches("twiml/fallback(\\..+)?\\.xml"))
                    .forEach(name -> cannotFail(context, templates, name, findings));
        }
    }

    /** The fallback is there when everything else has failed, a route's variables too. */
    private static void cannotFail(CamelContext context, Templates templates, String name, Findings findings) {
        try {
            templates.render(
                    name, new TwimlModel(context).of(null, null, Map.of()).variables(Set.of()));
        } catch (TemplateException e) {
            findings.problem(e.getMessage()
                    + "; expected in the fallback: only variables that are always there, others in a section");
        }
    }
}
