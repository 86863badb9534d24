package io.voicewebhooks.console;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.numbers.NumbersDrift;
import io.voicewebhooks.numbers.ResourcePlan;
import io.voicewebhooks.operations.Mask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /numbers}: what Twilio has configured, beside what should be. */
final class NumbersPage {
    private NumbersPage() {}

    static void add(Pages pages) {
        boolean on = Settings.of(pages.context()).find(Key.TWILIO_NUMBERS).isPresent();
        if (on) {
            pages.entry("/numbers", "Numbers");
        }
        pages.get(
                "/numbers",
                Access.READER,
                request -> request.page("numbers", "Numbers", on ? model(request) : Map.of()));
        pages.post("/numbers/compare", request -> {
            if (!on) {
                return request.error(404, "twilio.numbers is not set.");
            }
            NumbersDrift.of(request.context()).compare();
            return request.redirect("/numbers", "Twilio was asked.");
        });
    }

    private static Map<String, Object> model(PageRequest request) {
        Map<String, Object> model = new HashMap<>();
        model.put("on", true);
        NumbersDrift.of(request.context()).last().ifPresent(last -> {
            model.put("time", last.time().toString());
            model.put("problems", shown(request, last.plan().problems()));
            model.put(
                    "numbers",
                    last.plan().resources().stream()
                            .map(each -> row(request, each, last.changedBy().get(each.sid())))
                            .toList());
        });
        return model;
    }

    private static Map<String, Object> row(PageRequest request, ResourcePlan each, String changedBy) {
        Map<String, Object> row = new HashMap<>();
        row.put("name", shown(request, List.of(each.name())).get(0));
        row.put("account", each.account());
        row.put("answeredBy", shown(request, List.of(each.answeredBy())).get(0));
        row.put("verdict", each.differs() ? "differs" : each.verdict());
        row.put("state", each.differs() ? "down" : each.listed() ? "up" : "unknown");
        row.put(
                "changes",
                shown(request, each.changes().stream().map(Object::toString).toList()));
        row.put("warnings", each.warnings());
        row.put("changedBy", changedBy == null || !request.who().trusted() ? List.of() : List.of(changedBy));
        return row;
    }

    /** With the last digits of numbers alone for whoever has shown no token. */
    private static List<String> shown(PageRequest request, List<String> texts) {
        return request.who().trusted() ? texts : texts.stream().map(Mask::text).toList();
    }
}
