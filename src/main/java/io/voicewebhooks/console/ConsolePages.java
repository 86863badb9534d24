package io.voicewebhooks.console;

/** Adds further pages to the console: each bean of this type is asked once, when the application has started. */
@FunctionalInterface
public interface ConsolePages {
    /** Adds them, and their entries of the navigation. */
    void add(Pages pages);
}
