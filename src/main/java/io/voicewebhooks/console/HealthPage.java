package io.voicewebhooks.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** {@code /health}: the checks of {@code /observe/health} in words. */
final class HealthPage {
    /** What each asks; others are shown by their name. */
    private static final Map<String, String> QUESTIONS = Map.of(
            "context", "Does the application run, and can it answer calls?",
            "journal", "Can events be stored?",
            "sinks", "Do all sinks get their events?",
            "router", "Does each event find its sinks?",
            "calls", "Is the call log complete?");

    private final Pages pages;

    HealthPage(Pages pages) {
        this.pages = pages;
    }

    void add() {
        pages.navigate("/health", "Health");
        pages.get("/health", Access.READER, request -> {
            List<Map<String, Object>> checks = checks(request.context());
            boolean up = checks.stream().noneMatch(check -> check.get("state").equals("down"));
            return request.page("health", "Health", Map.of("checks", checks, "up", up));
        });
    }

    /** {@code name, question, state} (up, down or unknown) and {@code problem} of each. */
    static List<Map<String, Object>> checks(CamelContext context) {
        return HealthCheckHelper.invoke(context, "full").stream()
                .map(HealthPage::inWords)
                .toList();
    }

    private static Map<String, Object> inWords(HealthCheck.Result result) {
        Map<String, Object> check = new TreeMap<>();
        String name = result.getCheck().getId();
        check.put("name", name);
        check.put("question", QUESTIONS.getOrDefault(name, ""));
        check.put("state", result.getState().name().toLowerCase(Locale.ROOT));
        check.put("problem", Objects.requireNonNullElse(result.getMessage().orElse(null), ""));
        check.put("ready", result.getCheck().isReadiness());
        return check;
    }
}
