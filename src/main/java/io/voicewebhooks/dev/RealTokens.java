package io.voicewebhooks.dev;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds secrets of somebody's account at Twilio: whoever tries something with {@code dev} is to reach nobody. */
final class RealTokens {
    private static final Pattern KEY =
            Pattern.compile("twilio\\.(accounts\\.[^.]+\\.)?(auth-token|api-key-sid|api-key-secret)(-file)?");
    private static final Pattern VARIABLE =
            Pattern.compile("TWILIO_(ACCOUNTS_[^_]+_)?(AUTH_TOKEN|API_KEY_SID|API_KEY_SECRET)(_FILE)?");

    private RealTokens() {}

    /** A line for each, without its value: what is set where, and what to do. */
    static List<String> in(Properties file, Properties system, Map<String, String> environment) {
        return Stream.of(
                        found("application.properties", KEY, file.stringPropertyNames(), file::getProperty),
                        found("the system properties", KEY, system.stringPropertyNames(), system::getProperty),
                        found("the environment", VARIABLE, environment.keySet(), environment::get))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<String> found(String place, Pattern pattern, Set<String> names, UnaryOperator<String> value) {
        return names.stream()
                .filter(name ->
                        pattern.matcher(name).matches() && !value.apply(name).isBlank())
                .sorted()
                .map(name ->
                        name + " is set in " + place + "; dev has an account of its own and takes no real one, so that"
                                + " what is only tried reaches nobody. Remove it for dev, or start without dev");
    }
}
