package io.voicewebhooks.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who misspelt a name probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known name that is the fewest edits away, of several the first in the alphabet; {@code none} of none. */
    public static String to(String name, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(
                        each -> LevenshteinDistance.getDefaultInstance().apply(each, name)))
                .orElse("none");
    }
}
