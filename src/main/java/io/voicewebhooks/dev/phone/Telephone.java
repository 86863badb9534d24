package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.console.PageRequest;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * A telephone for an application that is being written: whoever has the console calls it, and sees what each answer is made
 * of. It outlives the application, which may start anew during a call.
 */
public final class Telephone implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_CALLS = 50;
    /** As numbers are told to call it: a callback is repeated. */
    private static final String RETRY = "#rc=5&rp=5xx,ct,rt";

    private final MediaServer media;
    private final Simulator simulator;
    private final Line line;
    private final Messages messages = new Messages();
    private final RouteTraces traces = new RouteTraces();
    /** The newest is the first. */
    private final Deque<Conversation> calls = new ArrayDeque<>();

    private volatile String state;

    /**
     * How the application is.
     *
     * @param ready      whether it takes calls
     * @param restarting whether it starts anew just now
     * @param problems   why what was changed is not taken
     * @param warnings   what is doubtful in what runs
     * @param said       what was taken last, a sentence
     */
    public record State(
            boolean ready, boolean restarting, List<Problem> problems, List<Problem> warnings, String said) {}

    /**
     * Something wrong in a file.
     *
     * @param file as whoever wrote it knows it
     * @param line 0 where it is not known
     */
    public record Problem(String file, int line, String message) {}

    /**
     * @param account which signs
     */
    public Telephone(TwilioAccount account, Line line) throws IOException {
        this.media = new MediaServer(0, account);
        this.simulator = new Simulator(account, media);
        this.line = line;
        state(new State(false, false, List.of(), List.of(), ""));
    }

    /** For {@code twilio.api-url}: where recordings are. */
    public String mediaUrl() {
        return media.url();
    }

    /** Adds its pages to an application that is about to start, and looks on at its routes. */
    public void attach(Main main) {
        main.bind("telephone", new PhonePages(this));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().getCamelContextExtension().addInterceptStrategy(traces::watch);
            }
        });
    }

    /** Tells the pages how the application is. */
    public void state(State now) {
        try {
            state = MAPPER.writeValueAsString(now);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        messages.tell();
    }

    String url() {
        return line.url();
    }

    EventStream stream(PageRequest request) {
        return new EventStream(request, messages, () -> state);
    }

    /** Calls the application. */
    Conversation call(CallOrder order, CamelContext context) {
        return call(order, context, false);
    }

    /** Does it once more. */
    Conversation again(Conversation first, CamelContext context) {
        Conversation second = call(first.order(), context, true);
        new Again(second.live(), first.turns(), messages::isHeard).start();
        return second;
    }

    private Conversation call(CallOrder order, CamelContext context, boolean again) {
        Conversation call = new Conversation(order, FlowSettings.of(context), again, line, traces, messages);
        CallSetup setup = new CallSetup(
                line.url() + order.path() + RETRY,
                "POST",
                Optional.empty(),
                Optional.of(line.url() + "/voice/status" + RETRY),
                order.from(),
                order.to(),
                order.parameters(),
                Optional.empty());
        LiveCall live = simulator.live(setup, call::happens);
        synchronized (calls) {
            calls.addFirst(call);
            call.begin(live);
            if (calls.size() > MOST_CALLS) {
                calls.removeLast().live().act("caller", new Action.HangUp());
            }
        }
        return call;
    }

    Conversation find(String sid) throws WrongRequestException {
        synchronized (calls) {
            return calls.stream()
                    .filter(call -> call.live().call().sid().equals(sid))
                    .findFirst()
                    .orElseThrow(() -> new WrongRequestException(404, "there is no such call"));
        }
    }

    /** All calls, the newest first, and the number of the message up to which they are told. */
    Map<String, Object> summary() {
        long newest = messages.newest();
        synchronized (calls) {
            return Map.of(
                    "newest",
                    newest,
                    "calls",
                    calls.stream().map(Conversation::summary).toList());
        }
    }

    @Override
    public void close() {
        media.close();
    }
}
