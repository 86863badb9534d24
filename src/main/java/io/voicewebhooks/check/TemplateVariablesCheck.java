package io.voicewebhooks.check;

import io.voicewebhooks.config.Nearest;
import io.voicewebhooks.signature.TwilioNames;
import io.voicewebhooks.sink.email.Mail;
import io.voicewebhooks.twiml.Findings;
import io.voicewebhooks.twiml.TemplateFiles;
import io.voicewebhooks.twiml.TemplateTag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * Finds variables of templates that nobody sets: a caller would hear the fallback, a mail would become a dead letter. Known
 * are the variables of the routes that use a template, with those of the routes that may have run before; Twilio's
 * parameters, which begin with a capital letter; and what is always there. Where code of the user's runs, or a value may have
 * fields, it is a warning.
 */
final class TemplateVariablesCheck implements RouteCheck {
    private static final String CONTEXT = "context.";
    /** Twilio hands on every header of this kind (https://www.twilio.com/docs/voice/api/sip-interface). */
    private static final String SIP_HEADER = "SipHeader_";

    @Override
    public void report(SeenRoutes routes, Findings findings) {
        CamelContext context = routes.context();
        Look look = new Look(routes, findings);
        List<String> broken = findings.problems();
        // the fallback sees no variables, and is looked at by itself; another fault is mended first
        TemplateFiles.names(context).stream()
                .filter(name -> !name.startsWith("twiml/fallback.")
                        && broken.stream().noneMatch(line -> line.startsWith(TemplateFiles.path(context, name))))
                .forEach(look::at);
    }

    private record Known(String route, Set<String> names, Set<String> objects, boolean open) {
        boolean has(String name) {
            return names.contains(name) || names.contains(name.replaceFirst("\\..*", ""));
        }
    }

    private static final class Look {
        private final SeenRoutes routes;
        private final Findings findings;
        private final Map<SeenRoute, RouteVariables> variables = new HashMap<>();
        private final Map<SeenRoute, Set<String>> templates = new HashMap<>();
        private final Map<SeenRoute, Known> known = new HashMap<>();

        Look(SeenRoutes routes, Findings findings) {
            this.routes = routes;
            this.findings = findings;
            routes.all().forEach(route -> {
                variables.put(route, RouteVariables.of(route));
                templates.put(route, TemplateNamesCheck.names(route).collect(Collectors.toSet()));
            });
        }

        void at(String template) {
            String plain = template.replaceFirst("^(twiml/[^.]+)\\.[^.]+\\.xml$", "$1.xml");
            List<Known> users = routes.all().stream()
                    .filter(route -> templates.get(route).contains(template)
                            || templates.get(route).contains(plain))
                    .map(route -> known.computeIfAbsent(route, this::known))
                    .toList();
            boolean mail = template.startsWith("email/");
            TemplateFiles.tags(routes.context(), template).forEach(tag -> look(template, tag, users, mail));
        }

        private Known known(SeenRoute route) {
            Set<String> names = new HashSet<>();
            Set<String> objects = new HashSet<>();
            boolean open = false;
            for (SeenRoute each : routes.before(route)) {
                names.addAll(variables.get(each).names());
                objects.addAll(variables.get(each).objects());
                open |= variables.get(each).isOpen();
            }
            return new Known(route.id(), names, objects, open);
        }

        private void look(String template, TemplateTag tag, List<Known> users, boolean mail) {
            String name = tag.name();
            Set<String> always = mail ? Mail.NAMES : TemplateFiles.builtIn();
            if (always.contains(name) || always.contains(name.replaceFirst("\\..*", ""))) {
                return;
            }
            // a section may be there for one of the routes alone
            boolean guarded = tag.section() || !tag.within().isEmpty();
            List<Known> without = users.stream().filter(user -> !user.has(name)).toList();
            if (!users.isEmpty() && (without.isEmpty() || guarded && without.size() < users.size())) {
                return;
            }
            String place =
                    TemplateFiles.path(routes.context(), template) + ", line " + tag.line() + ": {{" + name + "}} ";
            if (Character.isUpperCase(name.codePointAt(0))) {
                if (!TwilioNames.all().contains(name) && !name.startsWith(SIP_HEADER)) {
                    findings.warning(place + "is no parameter that Twilio's pages name; nearest: "
                            + Nearest.to(name, TwilioNames.all()));
                }
                return;
            }
            Set<String> all = variables.values().stream()
                    .flatMap(each -> each.names().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (users.isEmpty() || name.startsWith(CONTEXT)) {
                // nobody uses the template as far as is known, or a URL in Twilio's settings may carry it
                if (!all.contains(name)) {
                    findings.warning(place + "is set by no route; nearest: " + Nearest.to(name, with(all, always)));
                }
                return;
            }
            Predicate<Known> maySet =
                    user -> user.open() || tag.within().stream().anyMatch(user.objects()::contains);
            // a parameter that the caller's application has chosen
            boolean custom = mail && (tag.section() || tag.within().contains(name));
            String text = place + text(name, users, without, always);
            findings.add(text, custom || without.stream().allMatch(maySet));
        }
    }

    private static String text(String name, List<Known> users, List<Known> without, Set<String> always) {
        if (without.size() < users.size()) {
            return "is not set by the route " + without.get(0).route()
                    + ", which uses the template too; expected: a section around it";
        }
        Set<String> names = new TreeSet<>();
        users.forEach(user -> names.addAll(user.names()));
        return "is set by no route that uses the template; nearest: " + Nearest.to(name, with(names, always));
    }

    private static Set<String> with(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }
}
