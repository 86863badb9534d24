package io.voicewebhooks.reconcile;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.QueueFigures;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code reconciliation}: finds what Twilio knows of calls and recordings and the call log does not, and makes the
 * events that stand for it. What counts is Twilio's clock, and what its lists hold, not what they were asked for.
 */
public final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    /** The events of a call are there 15 minutes after its end, and lists lag a little. */
    private static final Duration SETTLED = Duration.ofMinutes(16);
    /** The oldest event that waits for the log. */
    private static final Duration MOST_BEHIND = Duration.ofMinutes(10);
    /** Calls of others that are not asked about again. */
    private static final int MOST_STRANGERS = 100_000;

    private final CamelContext context;
    private final SweepLock oneAtATime = new SweepLock();
    private final Set<String> strangers = NewestNames.of(MOST_STRANGERS);

    Reconciliation(CamelContext context) {
        this.context = context;
    }

    /**
     * What was found of an account.
     *
     * @param since   Twilio's time; what ended earlier was not looked at
     * @param until   the same for what ended later
     * @param calls   of this application that ended in this time
     * @param others  calls of the account of which nothing says that this application answers them
     * @param missing how many events are not in the call log; where there is a problem, those that were found before it
     * @param problem why not all was looked at; null where it was
     */
    public record Account(
            String accountSid,
            Instant since,
            Instant until,
            int calls,
            int others,
            int recordings,
            int missing,
            String problem) {}

    /** Looks; nothing changes. What is missing is told one by one, the oldest calls first. */
    public List<Account> look(Optional<Instant> since, Consumer<VoiceEvent> lost) {
        return sweep(since, events -> events.forEach(lost), (account, asked) -> {});
    }

    /**
     * The same, and stores the events that stand for what is missing. Whatever fails then is looked for again the next time;
     * what is in the journal by then is not made twice.
     */
    public List<Account> restore(Optional<Instant> since, Consumer<VoiceEvent> lost) {
        LoggedCalls log = LoggedCalls.of(context);
        try (ProducerTemplate route = context.createProducerTemplate()) {
            return sweep(
                    since,
                    events -> {
                        route.requestBody("direct:restore", events);
                        log.made(events);
                        events.forEach(lost);
                    },
                    (account, asked) -> done(log, account, asked));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the last time on, with overlap; the first time begins now. For the route. */
    public void restore() {
        try {
            restore(Optional.empty(), event -> {});
        } catch (ReconcileUnderWayException e) {
            LOG.info("{}: the next time will do", e.getMessage());
        }
    }

    private void done(LoggedCalls log, Account account, Instant asked) {
        // whoever looks at a time that begins later leaves out what is between
        if (log.reconciled(account.accountSid()).filter(asked::isAfter).isEmpty()) {
            log.reconciled(account.accountSid(), account.until());
        }
        if (account.missing() > 0) {
            LOG.warn(
                    "{} events were lost and are made again: account {}, {} until {}",
                    account.missing(),
                    account.accountSid(),
                    account.since(),
                    account.until());
        }
    }

    private List<Account> sweep(
            Optional<Instant> since, Consumer<List<VoiceEvent>> lost, BiConsumer<Account, Instant> done) {
        return oneAtATime.run(() -> {
            List<Account> accounts = new ArrayList<>();
            for (TwilioApi api : TwilioApis.of(context).all()) {
                // another one may have taken its time
                accounts.add(behind().map(why -> failed(api, why, 0)).orElseGet(() -> sweep(api, since, lost, done)));
            }
            return accounts;
        });
    }

    /** Why the log does not say what came: whatever waits for it is not lost. */
    private Optional<String> behind() {
        QueueFigures figures = Journal.of(context).figures();
        OptionalLong retries = figures.scheduled(Queues.CALLS);
        Optional<Long> oldest = figures.known(
                statistics -> Math.max(statistics.oldestMillis(Queues.EVENTS), statistics.oldestMillis(Queues.CALLS)));
        if (retries.isEmpty() || oldest.isEmpty()) {
            return Optional.of(
                    "the broker does not tell what waits for the call log, which would look as if it were lost");
        }
        return retries.getAsLong() == 0 && oldest.get() < MOST_BEHIND.toMillis()
                ? Optional.empty()
                : Optional.of("the call log is behind: what waits for it would look as if it were lost");
    }

    private Account sweep(
            TwilioApi api,
            Optional<Instant> since,
            Consumer<List<VoiceEvent>> lost,
            BiConsumer<Account, Instant> done) {
        String sid = api.account().sid();
        LoggedCalls log = LoggedCalls.of(context);
        AtomicInteger told = new AtomicInteger();
        try {
            Instant until = api.now().minus(SETTLED);
            Instant whole = log.wholeSince();
            if (whole.equals(Instant.MAX)) {
                return failed(api, "since when the call log is whole is not known yet; ask again in a minute", 0);
            }
            // a clock that was wrong once hides nothing
            Instant asked = since.orElseGet(() -> log.reconciled(sid)
                    .filter(at -> at.isBefore(until))
                    .orElse(until)
                    .minus(SweepWindow.OVERLAP));
            Instant from = asked.isBefore(whole) ? whole : asked;
            Settings settings = Settings.of(context);
            AccountSweep.Found found = new AccountSweep(
                            new AccountLists(api),
                            log,
                            new MadeRequests(api, voiceEvents(), settings.publicUrls(), from),
                            UnloggedEvents.names(Journal.of(context)),
                            settings.isOn(Key.INCOMING_PUBLISH),
                            strangers,
                            new SweepWindow(from, until, whole))
                    .find(events -> {
                        lost.accept(events);
                        told.addAndGet(events.size());
                    });
            Account account = new Account(
                    sid, from, until, found.calls(), found.others(), found.recordings(), found.missing(), null);
            done.accept(account, asked);
            return account;
        } catch (TwilioApiException e) {
            return failed(api, e.getMessage(), told.get());
        }
    }

    private VoiceEvents voiceEvents() {
        return context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
    }

    private static Account failed(TwilioApi api, String why, int told) {
        String sid = api.account().sid();
        LOG.warn("the calls of the account {} cannot be compared: {}; lost events until then: {}", sid, why, told);
        return new Account(sid, null, null, 0, 0, 0, told, why);
    }
}
