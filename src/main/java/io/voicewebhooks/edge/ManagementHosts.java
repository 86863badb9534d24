package io.voicewebhooks.edge;

import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names under which the management port may be asked. A page that an operator's browser shows could otherwise read it:
 * its host gets the loopback address as a second one, and the browser takes both for the same (DNS rebinding). Health and
 * metrics are open to any name: probes ask by the address of a container.
 */
final class ManagementHosts {
    /** What is said to any other. */
    static final String REFUSAL =
            "this port is not asked under that name: " + Key.MANAGEMENT_HOSTS + " may name further hosts";

    private static final String OPEN = "/observe/";

    private final Set<String> names;

    private ManagementHosts(Set<String> names) {
        this.names = names;
    }

    /** Those of the configuration; loopback is always among them. */
    static ManagementHosts of(Settings settings) {
        return new ManagementHosts(Stream.concat(
                        Stream.of(settings.get(Key.MANAGEMENT_HOST)), settings.list(Key.MANAGEMENT_HOSTS).stream())
                .map(ManagementHosts::plain)
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean allow(RoutingContext context) {
        if (context.normalizedPath().startsWith(OPEN)) {
            return true;
        }
        HostAndPort asked = context.request().authority();
        if (asked == null) {
            return false;
        }
        String host = plain(asked.host());
        return PublicUrl.isLoopback(asked.host().toLowerCase(Locale.ROOT))
                || names.contains(host)
                // no name: the address that was dialled
                || host.equals(context.request().localAddress().hostAddress());
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }
}
