package io.voicewebhooks.dev.standin;

import java.nio.file.Path;

/**
 * What a page gives to a browser.
 *
 * @param temporary whether the file goes once it was sent
 */
record Content(String name, String type, Path file, boolean temporary) {}
