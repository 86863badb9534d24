package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.LocalAddress;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.request.WebhookClient;
import java.io.PrintStream;
import java.security.PrivateKey;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Twilio, as far as a voice application can tell: it lets people call the application, does what its TwiML says, and
 * sends it the callbacks. The rules are those of
 * <a href="https://www.twilio.com/docs/voice/twiml">TwiML for Programmable Voice</a>. Calls take no time: pauses,
 * ringing and speech pass on a clock of the call's own.
 */
public final class Simulator {
    private final TwilioAccount account;
    private final MediaServer recordings;
    private final WebhookClient client;
    private final WebhookClient forger;
    private final Map<String, Callee> callees = new ConcurrentHashMap<>();
    private final Set<Fault> troubles = EnumSet.noneOf(Fault.class);
    private final Rooms rooms = new Rooms();
    private Callee otherCallees = Callee.STANDARD;
    private RecordingEncryption encryption;
    private String recordingUrlBase;
    private CallRecords records = CallRecords.NONE;

    /** @param recordings where recordings go */
    public Simulator(TwilioAccount account, MediaServer recordings) {
        this.account = account;
        this.recordings = recordings;
        this.recordingUrlBase = recordings.url();
        this.client = new WebhookClient(account.authToken());
        this.forger = new WebhookClient("not " + account.authToken());
    }

    /** Says what happens to calls to a number, SIP address, client, queue or conference. */
    public Simulator callee(String address, Callee callee) {
        callees.put(address, callee);
        return this;
    }

    /** Says what happens to calls to everybody else. */
    public Simulator otherCallees(Callee callee) {
        otherCallees = callee;
        return this;
    }

    /** Everybody answers calls again, and nothing goes wrong any more. */
    public void forget() {
        callees.clear();
        otherCallees = Callee.STANDARD;
        troubles.clear();
        client.loses(webhook -> false);
        encryption = null;
    }

    /** Lets something go wrong from now on. */
    public Simulator trouble(Fault trouble) {
        troubles.add(trouble);
        return this;
    }

    /** Says what {@code RecordingUrl} begins with, where the media server is known by another address. */
    public Simulator recordingUrlBase(String base) {
        recordingUrlBase = base;
        return this;
    }

    /** Says who keeps what is played. */
    public Simulator records(CallRecords keeper) {
        records = keeper;
        return this;
    }

    /** Lets requests get lost on their way from now on: Twilio makes them, and the application does not get them. */
    public Simulator loses(Predicate<Webhook> which) {
        client.loses(which);
        return this;
    }

    /** Connects to another address than the one that Twilio knows and signs for. */
    public Simulator connectTo(LocalAddress address) {
        client.connectTo(address);
        forger.connectTo(address);
        return this;
    }

    /** Encrypts recordings from now on, for whoever has this RSA key. */
    public Simulator encryptFor(PrivateKey key) {
        encryption = new RecordingEncryption(key);
        return this;
    }

    /**
     * Makes a call, which {@link Call#run()} plays.
     *
     * @param caller what the caller does
     * @param out    where the transcript is printed while the call lasts, null for nowhere
     */
    public Call call(CallSetup setup, Person caller, PrintStream out) {
        CallListener listener = out == null ? event -> {} : CallListener.printing(out);
        return new Call(new CallState(this, setup, new Script(this, setup.who(), caller), listener));
    }

    /**
     * Makes a call that whoever has the {@link LiveCall} plays, in real time: what is heard, and at the telephone of the
     * caller and of everybody who is called. Those of whom {@link #callee} was told play themselves. Live calls of one
     * simulator meet in queues and conferences; no sound goes from one to the other.
     *
     * @param listener is told of everything that happens
     */
    public LiveCall live(CallSetup setup, CallListener listener) {
        return handedOut(setup, step -> !callees.containsKey(step.who()), true, listener);
    }

    /**
     * Makes a call that stops only where the application listens to the caller, also for the star key of
     * {@code hangupOnStar}, and takes no time.
     *
     * @param listener is told of everything that happens
     */
    public LiveCall prompted(CallSetup setup, CallListener listener) {
        return prompted(setup, step -> false, listener);
    }

    /** The same for a caller who does something at more steps of the caller's. */
    public LiveCall prompted(CallSetup setup, Predicate<CallStep> more, CallListener listener) {
        String who = setup.who();
        return handedOut(setup, step -> step.who().equals(who) && (listens(step) || more.test(step)), false, listener);
    }

    private static boolean listens(CallStep step) {
        return step instanceof CallStep.Prompt || step instanceof CallStep.Talk talk && talk.hangupOnStar();
    }

    private LiveCall handedOut(CallSetup setup, Predicate<CallStep> steps, boolean realTime, CallListener listener) {
        Script script = new Script(this, setup.who(), prompt -> new Action.Silence());
        Switchboard board = new Switchboard(script, setup.who(), steps, realTime);
        return new LiveCall(new Call(new CallState(this, setup, board, listener)), board);
    }

    TwilioAccount account() {
        return account;
    }

    MediaServer recordings() {
        return recordings;
    }

    String recordingUrlBase() {
        return recordingUrlBase;
    }

    /** Where its live calls meet. */
    Rooms rooms() {
        return rooms;
    }

    /** Whether {@link #callee} said what happens there. */
    boolean isTold(String address) {
        return callees.containsKey(address);
    }

    Callee calleeAt(String address) {
        return callees.getOrDefault(address, otherCallees);
    }

    boolean has(Fault trouble) {
        return troubles.contains(trouble);
    }

    Set<Fault> troubles() {
        return troubles;
    }

    Optional<RecordingEncryption> encryption() {
        return Optional.ofNullable(encryption);
    }

    WebhookClient client() {
        return client;
    }

    CallRecords records() {
        return records;
    }

    /** Signs with a token that is not the account's. */
    WebhookClient forger() {
        return forger;
    }
}
