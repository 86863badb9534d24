package io.voicewebhooks.console;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.operations.RefusedException;
import java.util.List;
import java.util.Map;

/** {@code /calls/{CallSid}}: one call from its first ring to the last delivery, and what can be done about that. */
final class CallPage {
    private CallPage() {}

    static void add(Pages pages) {
        pages.get("/calls/:sid", Access.READER, CallPage::show);
    }

    private static PageAnswer show(PageRequest request) throws Exception {
        Map<String, Object> call;
        try {
            call = request.get("calls/" + request.path("sid"), Map.of());
        } catch (RefusedException e) {
            if (e.status() != 404) {
                throw e;
            }
            return request.page(404, "call-unknown", "No such call", Map.of("sid", request.path("sid")));
        }
        Settings settings = Settings.of(request.context());
        String url = settings.publicUrls().get(0).toString();
        CallsPage.describe(call);
        Moments.list(call, "legs").forEach(CallsPage::describe);
        Moments.list(call, "recordings").forEach(recording -> {
            if (recording.get("archived") instanceof Map<?, ?> archived) {
                recording.put("size", Words.size(archived.get("bytes")));
            }
        });
        List<Map<String, Object>> moments =
                Moments.of(call, url, settings.list(Key.RETRY_SCHEDULE).size());
        String title = Words.text(call, "from") + " → " + Words.text(call, "to");
        return request.page("call", title, Map.of("call", call, "moments", moments));
    }
}
