package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A call of somebody to a number of ours, or of the application to somebody. What it returns may be read while it lasts. */
public final class Call implements Runnable {
    private final CallState line;
    private final CallPlay play;

    Call(CallState line) {
        this.line = line;
        this.play = new CallPlay(line);
    }

    /** Plays it from the first ring to the last callback. */
    @Override
    public void run() {
        play.run();
    }

    /** {@code CallSid}. */
    public String sid() {
        return line.caller().sid();
    }

    /** {@code CallStatus}, the final one after {@link #run()}. */
    public String status() {
        return line.caller().status();
    }

    /** Whether the application turned the caller away with {@code <Reject>}. */
    public boolean isRejected() {
        return play.isRejected();
    }

    /** What the caller has heard so far: a text for each {@code <Say>}, {@code (plays URL)} for each {@code <Play>}. */
    public List<String> heard() {
        return heardBy(line.who());
    }

    /** The same with language and voice. */
    public List<Speech> speech() {
        return line.notes().heardBy(line.who());
    }

    /** What somebody who was called has heard in a whisper. */
    public List<String> heardBy(String address) {
        return line.notes().heardBy(address).stream().map(Speech::text).toList();
    }

    /** Whom the application dialled: numbers, SIP addresses, clients, queues and conferences. */
    public List<String> dialled() {
        return line.notes().dialled();
    }

    /** Those of them to whom the caller talked. */
    public List<String> talkedTo() {
        return line.notes().talkedTo();
    }

    /** What went wrong in the application, a line each. */
    public List<String> problems() {
        return line.notes().problems();
    }

    /**
     * Where somebody heard the application's fallback, a line each: Twilio is content, but a flow failed. The application's
     * log says why.
     */
    public List<String> fallbacks() {
        return line.notes().fallbacks();
    }

    /** The requests so far. */
    public List<RecordedRequest> exchanges() {
        return line.requests().made();
    }

    /** How many recordings of this call can be fetched. */
    public int recordings() {
        return (int) media().count();
    }

    /** Waits until every recording was fetched whole, or until the time is over. Returns how many were. */
    public int awaitFetched(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int fetched = 0;
        for (Media media : media().toList()) {
            if (media.awaitFetched(Duration.ofNanos(end - System.nanoTime()))) {
                fetched++;
                line.write("media", "the recording was fetched, %,d bytes".formatted(media.length()));
            } else {
                line.write(
                        "media",
                        "nobody fetched the recording within " + limit.toSeconds() + " s; does the"
                                + " application know "
                                + line.simulator().recordings().url() + "?");
            }
        }
        return fetched;
    }

    private Stream<Media> media() {
        return line.recordings().stream().map(Recording::media).filter(Objects::nonNull);
    }

    /** The call as a play: a line for everything that happened, with its time. */
    public String transcript() {
        return line.toString();
    }
}
