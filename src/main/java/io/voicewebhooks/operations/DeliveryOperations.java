package io.voicewebhooks.operations;

import io.voicewebhooks.delivery.Sinks;
import io.voicewebhooks.journal.Journal;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** What operators do with events that sinks have not got yet. */
final class DeliveryOperations {
    private final CamelContext context;

    DeliveryOperations(CamelContext context) {
        this.context = context;
    }

    Object list(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request, Clock.systemUTC());
        List<SinkStates.State> all = sinks().list().sinks();
        List<SinkStates.State> chosen = all.stream()
                .filter(sink -> filter.sink().map(sink.name()::equals).orElse(true))
                .toList();
        if (chosen.isEmpty() && filter.sink().isPresent()) {
            throw RefusedException.wrong(LetterFilter.SINK, filter.sink().get(), names(all));
        }
        return deliveries().list(chosen, filter, request.offset(), request.limit());
    }

    Object drop(OperatorRequest request) throws Exception {
        LetterFilter filter = LetterFilter.of(request, Clock.systemUTC());
        String name = request.required(LetterFilter.SINK, LetterFilter.SINK_ALLOWED);
        List<SinkStates.State> off =
                sinks().list().sinks().stream().filter(SinkStates.State::isOff).toList();
        SinkStates.State sink = off.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        409,
                        "only what waits for a sink that is off or gone is dropped; that is: "
                                + (off.isEmpty() ? "nothing" : names(off))));
        return deliveries().drop(sink, filter, request.reason(), request.operator());
    }

    private static String names(List<SinkStates.State> sinks) {
        return String.join(", ", sinks.stream().map(SinkStates.State::name).toList());
    }

    Object retryNow(OperatorRequest request) throws Exception {
        if (request.find(LetterFilter.SINK).isEmpty() && !request.all()) {
            throw new RefusedException(400, "this means every sink; say which one with sink, or --all (all=true)");
        }
        return Map.of("retried", deliveries().retryNow(chosen(request), request.operator()));
    }

    /** The sink that is named, else all of them. */
    private Collection<String> chosen(OperatorRequest request) {
        Set<String> names = sinks().names();
        return request.matching(LetterFilter.SINK, LetterFilter.SINK_NAME, LetterFilter.SINK_ALLOWED)
                .map(name -> {
                    if (!names.contains(name)) {
                        throw RefusedException.wrong(LetterFilter.SINK, name, String.join(", ", names));
                    }
                    return Set.of(name);
                })
                .orElse(names);
    }

    private WaitingDeliveries deliveries() {
        if (!journal().isArtemis()) {
            throw new RefusedException(501, "only Artemis tells which deliveries wait");
        }
        journal().figures().refusal().ifPresent(why -> {
            throw new RefusedException(501, why);
        });
        return new WaitingDeliveries(journal());
    }

    private SinkStates sinks() {
        return new SinkStates(Sinks.of(context), journal());
    }

    private Journal journal() {
        return Journal.of(context);
    }
}
