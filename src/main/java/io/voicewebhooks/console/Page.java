package io.voicewebhooks.console;

/** What answers a request, on a thread that may wait. */
@FunctionalInterface
interface Page {
    PageAnswer answer(PageRequest request) throws Exception;
}
