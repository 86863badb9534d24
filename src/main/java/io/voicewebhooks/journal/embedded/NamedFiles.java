package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.config.DataDirectory;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.api.core.ActiveMQShutdownException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;

/**
 * Artemis' storage, with a journal that puts no record into a file whose name is not on the disk. Artemis gives a new file its
 * name after it has forced the file to the disk, and when it starts it deletes those that still have the name of before.
 */
final class NamedFiles extends JournalStorageManager {

    NamedFiles(
            Configuration configuration,
            CriticalAnalyzer analyzer,
            ExecutorFactory executors,
            ScheduledExecutorService timer,
            ExecutorFactory disk,
            IOCriticalErrorListener failed) {
        super(configuration, analyzer, executors, timer, disk, failed);
    }

    /** As the super class makes it, beside what the last method adds. */
    @Override
    protected Journal createMessageJournal(Configuration configuration, IOCriticalErrorListener failed, int fileSize) {
        return new JournalImpl(
                ioExecutorFactory,
                fileSize,
                configuration.getJournalMinFiles(),
                configuration.getJournalPoolFiles(),
                configuration.getJournalCompactMinFiles(),
                configuration.getJournalCompactPercentage(),
                configuration.getJournalFileOpenTimeout(),
                journalFF,
                "activemq-data",
                "amq",
                journalFF.getMaxIO(),
                0,
                failed,
                configuration.getJournalMaxAtticFiles()) {
            /** The last file whose name is known to be on the disk. */
            private JournalFile named;

            /** Before each record. As long as the name cannot be forced none is written, and the broker stops itself. */
            @Override
            protected JournalFile switchFileIfNecessary(int size) throws Exception {
                JournalFile file = super.switchFileIfNecessary(size);
                if (file != named) {
                    forceName(file);
                    named = file;
                }
                return file;
            }
        };
    }

    /**
     * Tells Artemis that it stops: after any other failure it would close the session of the record on this thread, which
     * waits for the storage, while the stop has the storage and waits for the journal, which this thread has.
     */
    private void forceName(JournalFile file) throws ActiveMQShutdownException {
        try {
            DataDirectory.forceNames(journalFF.getDirectory().toPath());
        } catch (IOException e) {
            String problem = "the directory of the journal cannot be forced to the disk: " + e;
            journalFF.onIOError(e, problem, file.getFile());
            throw new ActiveMQShutdownException(problem);
        }
    }
}
