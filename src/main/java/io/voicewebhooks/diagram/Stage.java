package io.voicewebhooks.diagram;

/** The columns of the picture, in the order in which an event passes them. */
enum Stage {
    SOURCES("Webhooks"),
    FLOWS("Flows"),
    JOURNAL("Journal"),
    ROUTER("Router"),
    SINKS("Sinks"),
    OUTSIDE("Destinations");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
