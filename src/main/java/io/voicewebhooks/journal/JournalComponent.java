package io.voicewebhooks.journal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The component {@code journal}: a route stores an event with {@code to: journal:voice.events}. The body is a
 * {@link io.voicewebhooks.event.VoiceEvent}, or the message that {@link EventMessage} made of one. Options:
 *
 * <ul>
 *   <li>{@code variable}: the event is the value of this variable; a flow needs its body for what comes next, and Camel's
 *       {@code variableSend} would leave the event in it
 *   <li>{@code wait}: how long the route waits for the disk, see {@link Wait}
 * </ul>
 *
 * <p>An event that is in the journal already counts as stored. Public for Camel, which finds it by its scheme.
 */
public final class JournalComponent extends DefaultComponent {
    /** What a route does until its event is on disk. */
    enum Wait {
        /** It waits; an event that is not stored is a failure of the route. The default. */
        STORED,
        /** It goes on after half of {@code voice.incoming.deadline}, or if the event cannot be stored. */
        BRIEFLY,
        /** It goes on at once, and the event is written together with the next ones. */
        NEVER;

        private static Wait of(String name) {
            return Arrays.stream(values())
                    .filter(wait -> wait.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("wait = " + name + "; expected: "
                            + Arrays.stream(values()).map(Wait::toString).collect(Collectors.joining(", "))));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        if (!name.equals(Queues.EVENTS)) {
            throw new IllegalArgumentException("there is no journal " + name + "; expected: journal:" + Queues.EVENTS);
        }
        String variable = getAndRemoveParameter(parameters, "variable", String.class);
        String wait = getAndRemoveParameter(parameters, "wait", String.class, Wait.STORED.toString());
        return new JournalEndpoint(uri, this, variable, Wait.of(wait));
    }
}
