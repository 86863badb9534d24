package io.voicewebhooks.dev.phone;

/** The application, as the telephone reaches it. */
public interface Line {
    /** Where it listens, which is its public URL too: scheme, host and port. */
    String url();

    /** Waits while the application starts anew, before each request; what it begins, {@link #end} ends. */
    void begin() throws InterruptedException;

    /** A request is answered. */
    void end();
}
