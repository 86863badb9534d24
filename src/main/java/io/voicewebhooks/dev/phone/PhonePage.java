package io.voicewebhooks.dev.phone;

import io.voicewebhooks.console.Access;
import io.voicewebhooks.console.PageAnswer;
import io.voicewebhooks.console.PageRequest;
import io.voicewebhooks.console.Pages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /phone}: a telephone in a browser, whose scripts ask {@link PhonePages}. */
final class PhonePage {
    private static final String FOLDER = "/io/voicewebhooks/dev/";
    private static final String POLICY = "Content-Security-Policy";
    private static final List<String> FILES = List.of(
            "phone.css",
            "phone.js",
            "phone-call.js",
            "phone-conversation.js",
            "phone-dom.js",
            "phone-handset.js",
            "phone-microphone.js",
            "phone-recorder.js",
            "phone-speaker.js");

    private PhonePage() {}

    static void add(Pages pages) {
        FILES.forEach(file -> pages.asset(FOLDER + "assets/" + file));
        pages.entry("/phone", "Telephone");
        pages.get("/phone", Access.OPERATOR, PhonePage::page);
    }

    /** The browser itself plays what the application says, from wherever that is. */
    private static PageAnswer page(PageRequest request) {
        PageAnswer page = request.page(FOLDER + "phone.html", "Telephone", Map.of());
        Map<String, String> headers = new HashMap<>(page.headers());
        String policy = request.http().response().headers().get(POLICY);
        headers.put(POLICY, policy.replace("media-src 'self'", "media-src http: https:"));
        return new PageAnswer(page.status(), headers, page.body());
    }
}
