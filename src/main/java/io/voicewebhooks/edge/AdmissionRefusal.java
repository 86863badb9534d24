package io.voicewebhooks.edge;

/** Why a request is answered 503 before any route has seen it. */
enum AdmissionRefusal {
    NOT_READY("not-ready", "not ready: starting or stopping"),
    BUSY("busy", "too many requests at once"),
    SLOW("slow", "the request did not arrive in time");

    private final String label;
    private final String text;

    AdmissionRefusal(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** The reason as metrics name it. */
    String label() {
        return label;
    }

    String text() {
        return text;
    }
}
