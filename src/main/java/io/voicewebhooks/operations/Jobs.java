package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.voicewebhooks.observe.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operations that take long and that nobody waits for: they run one of a kind at a time, tell how far they are, and can be
 * cancelled.
 */
public final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    /** After its end. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final CamelContext context;
    private final ExecutorService threads;
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    private Jobs(CamelContext context) {
        this.context = context;
        this.threads = context.getExecutorServiceManager().newCachedThreadPool(this, "jobs");
    }

    /** Those of a context. */
    public static synchronized Jobs of(CamelContext context) {
        Jobs known = context.getCamelContextExtension().getContextPlugin(Jobs.class);
        if (known == null) {
            known = new Jobs(context);
            context.getCamelContextExtension().addContextPlugin(Jobs.class, known);
        }
        return known;
    }

    /**
     * A job as it is now.
     *
     * @param state  {@code running}, {@code done}, {@code cancelled} or {@code failed}
     * @param total  messages that it began with; 0 as long as they are counted
     * @param error  why it failed, absent if it did not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record State(
            String id,
            String operation,
            String who,
            String state,
            long total,
            long done,
            Instant ended,
            String error) {}

    private static final class Job {
        private final String operation;
        private final String who;
        private final Progress progress = new Progress();
        private Instant ended;
        private String error;

        private Job(String operation, String who) {
            this.operation = operation;
            this.who = who;
        }

        private synchronized void ends(String problem) {
            error = problem;
            ended = Instant.now();
        }

        private synchronized State state(String id) {
            String state = ended == null
                    ? "running"
                    : error != null ? "failed" : progress.isCancelled() ? "cancelled" : "done";
            return new State(id, operation, who, state, progress.total(), progress.done(), ended, error);
        }
    }

    /**
     * Begins {@link Operations#post}; its id.
     *
     * @throws RefusedException with 409 while one of its kind runs
     */
    public synchronized String start(String operation, Map<String, String> parameters, Operations.Who who) {
        forgetOld();
        jobs.forEach((id, job) -> {
            if (job.operation.equals(operation) && job.state(id).ended() == null) {
                throw new RefusedException(409, "%s runs already, begun by %s: job %s", operation, job.who, id);
            }
        });
        String id = UUID.randomUUID().toString();
        Job job = new Job(operation, who.name());
        jobs.put(id, job);
        LOG.info("{} begins {} as job {}", who.name(), operation, id);
        threads.execute(() -> run(id, job, parameters, who));
        return id;
    }

    private void run(String id, Job job, Map<String, String> parameters, Operations.Who who) {
        String problem = null;
        try {
            Operations.of(context).post(job.operation, parameters, who, job.progress);
        } catch (Exception e) {
            problem = e instanceof RefusedException ? e.getMessage() : Cause.of(e);
        }
        job.ends(problem);
        State end = job.state(id);
        LOG.info(
                "job {} is {}: {} of {}{}",
                id,
                end.state(),
                end.done(),
                end.total(),
                problem == null ? "" : "; " + problem);
    }

    /** A job that runs, or ended within the last hour. */
    public synchronized Optional<State> find(String id) {
        forgetOld();
        return Optional.ofNullable(jobs.get(id)).map(job -> job.state(id));
    }

    /** Ends a job after the messages that it is at; what was done stays done. */
    public synchronized void cancel(String id, Operations.Who who) {
        Job job = jobs.get(id);
        if (job != null) {
            LOG.info("{} cancels job {}", who.name(), id);
            job.progress.cancel();
        }
    }

    private void forgetOld() {
        Instant before = Instant.now().minus(KEPT);
        jobs.entrySet().removeIf(each -> {
            Instant ended = each.getValue().state(each.getKey()).ended();
            return ended != null && ended.isBefore(before);
        });
    }
}
