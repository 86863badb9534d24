package io.voicewebhooks.reconcile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map.Entry;
import java.util.Set;

/** Names, of which the first that were added are forgotten where there are too many. */
final class NewestNames {
    private NewestNames() {}

    static Set<String> of(int most) {
        return Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Entry<String, Boolean> eldest) {
                return size() > most;
            }
        });
    }
}
