package io.voicewebhooks.journal.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.utils.ActiveMQThreadFactory;
import org.apache.activemq.artemis.utils.ActiveMQThreadPoolExecutor;

/**
 * The threads that write the broker's journal: those that Artemis would make, except that a thread which stores events
 * appends them itself. To wake another one takes longer than to append.
 */
final class JournalThreads extends ActiveMQThreadPoolExecutor {
    /** As many as Artemis has by default ({@code page-max-concurrent-io}). */
    private static final int MOST = 5;

    private static final int KEEP_SECONDS = 60;

    private static final ThreadLocal<Boolean> APPENDS = ThreadLocal.withInitial(() -> false);

    JournalThreads() {
        super(
                0,
                MOST,
                KEEP_SECONDS,
                TimeUnit.SECONDS,
                new ActiveMQThreadFactory("activemq-journal", true, JournalThreads.class.getClassLoader()));
    }

    /** Does some work; what it has for the journal is appended by this thread, which must not be interrupted meanwhile. */
    static <T> T appending(Callable<T> work) throws Exception {
        APPENDS.set(true);
        try {
            return work.call();
        } finally {
            APPENDS.set(false);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!APPENDS.get()) {
            super.execute(task);
            return;
        }
        // what the task has to do beside, opening the next file or rewriting old ones, is not for this thread
        APPENDS.set(false);
        try {
            task.run();
        } finally {
            APPENDS.set(true);
        }
    }
}
