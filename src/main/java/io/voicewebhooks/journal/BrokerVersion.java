package io.voicewebhooks.journal;

import java.lang.module.ModuleDescriptor.Version;

/** Which Artemis a broker of the estate has to be, for the holes of earlier ones. */
final class BrokerVersion {
    /** Closes CVE-2026-27446 and CVE-2026-57967. */
    static final String LEAST = "2.57.0";

    private BrokerVersion() {}

    /**
     * What is wrong with a version, or {@code null}; also where it is none.
     *
     * @param version as a broker says it, for example {@code 2.44.0}
     */
    static String problem(String version) {
        try {
            return Version.parse(version).compareTo(Version.parse(LEAST)) < 0
                    ? "the broker is Artemis " + version
                            + ", at which somebody without a password can take over a session;" + " it should be "
                            + LEAST + " or later"
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
