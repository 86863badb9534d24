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
    private HealthPage() {}

    static void add(Pages pages) {
        pages.get("/health", Access.READER, request -> {
            List<Map<String, Object>> checks = checks(request.context());
            boolean up = checks.stream().noneMatch(check -> check.get("state").equals("down"));
            return request.page("health", "Health", Map.of("checks", checks, "up", up));
        });
    }

    /** {@code name, state} (up, down or unknown), {@code ready} and {@code problem} of each, and its name, for what it asks. */
    static List<Map<String, Object>> checks(CamelContext context) {
        return HealthCheckHelper.invoke(context, "full").stream()
                .map(HealthPage::inWords)
                .toList();
    }

    private static Map<String, Object> inWords(HealthCheck.Result result) {
        Map<String, Object> check = new TreeMap<>();
        String name = result.getCheck().getId();
        check.put("name", name);
        check.put(name, true);
        check.put("state", result.getState().name().toLowerCase(Locale.ROOT));
        check.put("problem", Objects.requireNonNullElse(result.getMessage().orElse(null), ""));
        check.put("ready", result.getCheck().isReadiness());
        return check;
    }
}
