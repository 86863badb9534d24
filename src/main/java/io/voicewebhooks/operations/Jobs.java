package io.voicewebhooks.operations;

import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.observe.LogText;
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

    Jobs(CamelContext context) {
        this.context = context;
        this.threads = context.getExecutorServiceManager().newCachedThreadPool(this, "jobs");
    }

    /** Those of a context. */
    public static Jobs of(CamelContext context) {
        return OnePerContext.of(context, Jobs.class, () -> new Jobs(context));
    }

    /**
     * A job.
     *
     * @param method    {@code POST}, or {@code GET} where it only looks
     * @param operation as {@link Operations#post} takes it
     * @param who       began it
     */
    public record Job(String id, String method, String operation, String who, Progress progress) {}

    /** What is said of a job that runs. */
    record Running(String job, String operation, String who, long done, long total) {}

    /**
     * Begins {@link Operations#post}; its id.
     *
     * @throws RefusedException with 409 while one of its kind runs, and where {@link Operations#post} refuses its parameters
     */
    public String start(String operation, Map<String, String> parameters, Operations.Who who) {
        return start("POST", operation, parameters, who);
    }

    synchronized String start(String method, String operation, Map<String, String> parameters, Operations.Who who) {
        Operations.of(context).check(method, operation, parameters, who);
        forgetOld();
        jobs.values().forEach(job -> {
            boolean isOfKind = job.method().equals(method) && job.operation().equals(operation);
            if (isOfKind && job.progress().ended() == null) {
                throw new RefusedException(409, "%s runs already, begun by %s: job %s", operation, job.who(), job.id());
            }
        });
        Job job = new Job(UUID.randomUUID().toString(), method, operation, who.name(), new Progress());
        jobs.put(job.id(), job);
        LOG.info("{} begins {} as job {}", who.name(), operation, job.id());
        threads.execute(() -> run(job, parameters, who));
        return job.id();
    }

    private void run(Job job, Map<String, String> parameters, Operations.Who who) {
        Progress progress = job.progress();
        try {
            progress.end(Operations.of(context).answer(job.method(), job.operation(), parameters, who, progress));
        } catch (Exception e) {
            progress.fail(e);
        } catch (Error e) {
            // whoever waits for it is told
            progress.fail(new IllegalStateException(e.toString(), e));
            throw e;
        }
        LOG.info(
                "job {} ({}) is {}: {} of {}{}",
                job.id(),
                job.operation(),
                progress.state(),
                progress.done(),
                progress.total(),
                progress.failureForLog());
    }

    /** What the operation of a job answers, once it has ended; until then {@link Running}. */
    Object answer(String id) throws Exception {
        Job job = find(id).orElseThrow(() -> new RefusedException(
                404, "there is no job %s; one that has ended is kept for an hour", LogText.of(id)));
        Progress progress = job.progress();
        return progress.ended() == null
                ? new Running(id, job.operation(), job.who(), progress.done(), progress.total())
                : progress.answer();
    }

    /** A job that runs, or ended within the last hour. */
    public synchronized Optional<Job> find(String id) {
        forgetOld();
        return Optional.ofNullable(jobs.get(id));
    }

    /** Ends a job after the messages that it is at; what was done stays done. */
    public void cancel(String id, Operations.Who who) {
        find(id).ifPresent(job -> {
            LOG.info("{} cancels job {}", who.name(), id);
            job.progress().cancel();
        });
    }

    private void forgetOld() {
        Instant before = Instant.now().minus(KEPT);
        jobs.values().removeIf(job -> {
            Instant ended = job.progress().ended();
            return ended != null && ended.isBefore(before);
        });
    }
}
