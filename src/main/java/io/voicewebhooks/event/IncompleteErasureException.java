package io.voicewebhooks.event;

import java.io.IOException;
import java.util.Map;

/** Something of calls that were to be removed may still be there. */
public final class IncompleteErasureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Long> removed;

    /**
     * @param why     in words that say what to do
     * @param removed how much is gone all the same: {@code {objects: 7}}
     */
    public IncompleteErasureException(String why, Map<String, Long> removed) {
        super(why);
        this.removed = removed;
    }

    /** How much is gone all the same. */
    public Map<String, Long> removed() {
        return removed == null ? Map.of() : removed;
    }
}
