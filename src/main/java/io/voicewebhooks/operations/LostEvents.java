package io.voicewebhooks.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.reconcile.ReconcileUnderWayException;
import io.voicewebhooks.reconcile.Reconciliation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What Twilio knows of calls and recordings and the call log does not. */
record LostEvents(CamelContext context) {
    private static final Logger LOG = LoggerFactory.getLogger(LostEvents.class);
    private static final int MOST = 10_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** {@code {accounts, lost}}, of the lost ones the oldest {@value #MOST}. */
    Object look(OperatorRequest request) {
        return answer(request, Reconciliation::look);
    }

    /** The same, once the events that stand for what was lost are in the journal: {@code {accounts, lost, restored}}. */
    Object apply(OperatorRequest request) {
        try {
            return answer(request, Reconciliation::restore)
                    .put("restored", request.progress().done());
        } catch (RuntimeException e) {
            throw withWhatIsDone(e, request.progress().done());
        } finally {
            LOG.info(
                    "{} restores {} events that were lost",
                    request.operator(),
                    request.progress().done());
        }
    }

    /** What is in the journal stays there: whoever asks again goes on behind it. */
    private static RuntimeException withWhatIsDone(RuntimeException failure, long restored) {
        if (restored == 0) {
            return failure;
        }
        boolean refused = failure instanceof RefusedException;
        if (!refused) {
            LOG.error("not all that was lost can be restored: {}", Cause.of(failure));
        }
        return new RefusedException(
                refused ? ((RefusedException) failure).status() : 503,
                "%s; before that %d events were restored; ask again for the rest",
                refused ? failure.getMessage() : Cause.of(failure),
                restored);
    }

    /** Looks, or does more. */
    private interface Question {
        List<Reconciliation.Account> to(
                Reconciliation reconciliation, Optional<Instant> since, Consumer<VoiceEvent> lost);
    }

    private ObjectNode answer(OperatorRequest request, Question question) {
        if (!Settings.of(context).isOn(Key.CALLS_ENABLED)) {
            throw new RefusedException(503, "there is no call log to compare with: %s = false", Key.CALLS_ENABLED);
        }
        ArrayNode lost = MAPPER.createArrayNode();
        try {
            List<Reconciliation.Account> accounts = question.to(
                    context.getRegistry().lookupByNameAndType("reconciliation", Reconciliation.class),
                    LetterFilter.time(request, LetterFilter.SINCE),
                    event -> {
                        request.progress().step(1);
                        if (lost.size() < MOST) {
                            lost.add(row(event));
                        }
                    });
            accounts.stream()
                    .filter(account -> account.problem() == null)
                    .findFirst()
                    .orElseThrow(() ->
                            new RefusedException(503, "%s", accounts.get(0).problem()));
            return answer(accounts, lost);
        } catch (ReconcileUnderWayException e) {
            throw new RefusedException(409, "%s; ask again when that is done", e.getMessage());
        } catch (DataAccessException e) {
            throw new RefusedException(503, "the call log does not answer: %s", Cause.of(e));
        }
    }

    private static ObjectNode row(VoiceEvent event) {
        return MAPPER.createObjectNode()
                .put("time", event.time())
                .put("type", event.kind())
                .put("callSid", event.callsid())
                .put("subject", event.subject())
                .put("source", (String) event.data().get(RecoveredEvent.FROM))
                .put("id", event.id());
    }

    private static ObjectNode answer(List<Reconciliation.Account> found, ArrayNode lost) {
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode accounts = answer.putArray("accounts");
        for (Reconciliation.Account each : found) {
            ObjectNode account = accounts.addObject().put("accountSid", each.accountSid());
            if (each.problem() != null) {
                account.put("missing", each.missing()).put("problem", each.problem());
                continue;
            }
            account.put("since", each.since().toString())
                    .put("until", each.until().toString())
                    .put("calls", each.calls())
                    .put("recordings", each.recordings())
                    .put("others", each.others())
                    .put("missing", each.missing());
        }
        answer.set("lost", lost);
        return answer;
    }
}
