package io.voicewebhooks.console;

import java.util.Map;

/** {@code /}: the state of the line at a glance. */
final class FrontPage {
    private final Pages pages;

    FrontPage(Pages pages) {
        this.pages = pages;
    }

    void add() {
        pages.get("/", Access.READER, this::page);
    }

    private PageAnswer page(PageRequest request) throws Exception {
        return request.page("front", "State of the line", Map.of());
    }
}
