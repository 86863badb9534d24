package io.voicewebhooks.reconcile;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.reconcile.LoggedCalls.Logged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares the calls and recordings of an account, as Twilio lists them, with the call log. The lists are read to their end
 * first; of what is not in the log only as much is kept as an event needs, and the events are made some hundred calls at a time.
 */
final class AccountSweep {
    /** No call lasts longer, so no recording ends later after it began. */
    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    private final AccountLists twilio;
    private final LoggedCalls log;
    private final MadeRequests requests;
    private final Set<String> here;
    private final boolean announces;
    private final Set<String> strangers;
    private final SweepWindow window;
    private final PackedResources doubtfulCalls = new PackedResources();
    private final PackedResources doubtfulRecordings = new PackedResources();
    private final Set<String> ids = new HashSet<>();
    private final List<VoiceEvent> lost = new ArrayList<>();
    private int calls;
    private int others;
    private int recordings;

    /**
     * What was found.
     *
     * @param calls      that ended in this time, of which nothing says that they are another's
     * @param others     calls of the account of which nothing says that this application answers them
     * @param recordings of calls that are in the log
     * @param missing    events that are not in the log
     */
    record Found(int calls, int others, int recordings, int missing) {}

    /**
     * @param here      names of events that are not in the log and not lost either
     * @param announces whether new calls are events, too
     * @param strangers calls that are known to be others'; more of them are added
     */
    AccountSweep(
            AccountLists twilio,
            LoggedCalls log,
            MadeRequests requests,
            Set<String> here,
            boolean announces,
            Set<String> strangers,
            SweepWindow window) {
        this.twilio = twilio;
        this.log = log;
        this.requests = requests;
        this.here = here;
        this.announces = announces;
        this.strangers = strangers;
        this.window = window;
    }

    /** Hands over the events that stand for what is not in the log, the oldest calls first. */
    Found find(Consumer<List<VoiceEvent>> events) {
        PackedResources.batches(
                twilio.calls(window.since())
                        .filter(call -> window.has(
                                call.time("start_time", "date_created"), call.time("end_time", "date_updated"))),
                batch -> calls(batch, false));
        // a list that has been asked for what is newer gives what began later
        PackedResources.batches(
                twilio.recordings(window.since().minus(LONGEST_CALL))
                        .filter(recording -> window.has(
                                recording.time("date_created"), recording.time("date_updated", "date_created"))),
                batch -> recordings(batch, false));
        PackedResources.batches(doubtfulCalls.oldest(), batch -> handOver(() -> calls(batch, true), events));
        PackedResources.batches(doubtfulRecordings.oldest(), batch -> handOver(() -> recordings(batch, true), events));
        return new Found(calls, others, recordings, ids.size());
    }

    private void handOver(Runnable search, Consumer<List<VoiceEvent>> events) {
        search.run();
        if (!lost.isEmpty()) {
            lost.sort(Comparator.comparing(VoiceEvent::time));
            events.accept(List.copyOf(lost));
            lost.clear();
        }
    }

    /** @param again whether they were looked at before, and something was missing */
    private void calls(List<TwilioResource> batch, boolean again) {
        Set<String> sids = new HashSet<>();
        batch.forEach(call -> sids.addAll(List.of(call.sid(), call.text("parent_call_sid"))));
        Map<String, Logged> logged = log.find(sids);
        Set<String> erased = log.erased(sids);
        batch.removeIf(call -> erased.contains(call.sid()) || erased.contains(call.text("parent_call_sid")));
        for (TwilioResource call : batch) {
            Logged known = logged.getOrDefault(call.sid(), Logged.NONE);
            // of a leg Twilio tells only where it was asked to
            boolean told = !known.events().isEmpty() || known.isThere() && !call.isLeg();
            if (again) {
                restore(call, known, told, logged.containsKey(call.text("parent_call_sid")));
            } else if (told && !isMissing(call, known) && !known.hasGap()) {
                calls++;
            } else {
                doubtfulCalls.add(call);
            }
        }
    }

    private void restore(TwilioResource call, Logged logged, boolean told, boolean isLegOfOurs) {
        List<VoiceEvent> sent = strangers.contains(call.sid()) ? List.of() : requests.of(call.sid());
        if (!told && sent.isEmpty()) {
            if (window.isSettled(call.time("end_time", "date_updated"))) {
                strangers.add(call.sid());
            }
            calls += isLegOfOurs ? 1 : 0;
            others += isLegOfOurs ? 0 : 1;
            return;
        }
        calls++;
        sent.stream().filter(event -> isMissing(event, logged)).map(call::timed).forEach(this::add);
        // whether we were asked for TwiML, and what was to be reported of a leg, the requests alone tell
        if (!call.isLeg() && isMissing(call.end(), logged)) {
            add(call.end());
        }
        if (!told) {
            recordingsOf(call, logged);
        }
    }

    /** Of a call that was lost whole: the next time it is in the log, and its recordings are too old to be looked at. */
    private void recordingsOf(TwilioResource call, Logged logged) {
        twilio.recordingsOf(call.sid())
                .filter(recording -> window.isOver(recording.time("date_updated", "date_created")))
                .forEach(recording -> {
                    recordings++;
                    VoiceEvent event = recording.recording();
                    if (isMissing(event, logged)) {
                        add(event);
                    }
                });
    }

    private boolean isMissing(TwilioResource call, Logged logged) {
        return call.isInbound() && isMissing(call.incoming(), logged) || isMissing(call.end(), logged);
    }

    private boolean isMissing(VoiceEvent event, Logged logged) {
        boolean wanted = !event.kind().equals("call.incoming") || announces && !logged.answered();
        String name = LoggedCalls.name(event.kind(), event.subject());
        return wanted
                && !log.isMade(event)
                && !here.contains(name)
                && !logged.events().contains(name);
    }

    /** The first one is of the better source. */
    private void add(VoiceEvent event) {
        if (ids.add(event.id())) {
            lost.add(event);
        }
    }

    private void recordings(List<TwilioResource> batch, boolean again) {
        List<String> sids = batch.stream().map(each -> each.text("call_sid")).toList();
        Map<String, Logged> logged = log.find(sids);
        // a webhook that was under way may have brought such a call back into the log
        logged.keySet().removeAll(log.erased(sids));
        for (TwilioResource recording : batch) {
            Logged known = logged.get(recording.text("call_sid"));
            VoiceEvent event = recording.recording();
            recordings += known == null || again ? 0 : 1;
            if (known == null || !isMissing(event, known) || ids.contains(event.id())) {
                continue;
            }
            if (!again) {
                doubtfulRecordings.add(recording);
                continue;
            }
            requests.of(event.callsid()).stream()
                    .filter(sent -> sent.id().equals(event.id()))
                    .forEach(this::add);
            add(event);
        }
    }
}
