package io.voicewebhooks.dev.standin;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is played in a page; anything else that a stranger may have named is kept as a file and never shown. */
final class AudioType {
    private static final Map<String, String> PLAYED = Map.of(
            "audio/wav", "audio/wav",
            "audio/wave", "audio/wav",
            "audio/x-wav", "audio/wav",
            "audio/mpeg", "audio/mpeg",
            "audio/mp3", "audio/mpeg");

    private AudioType() {}

    /** The type for a browser. */
    static Optional<String> of(String type) {
        return Optional.ofNullable(
                PLAYED.get(type.replaceFirst(";(?s).*", "").strip().toLowerCase(Locale.ROOT)));
    }
}
