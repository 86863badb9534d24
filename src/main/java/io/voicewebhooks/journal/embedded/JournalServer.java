package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.config.DataDirectory;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ServiceRegistry;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * Artemis, whose messages survive a power failure, whoever sends them: those in the journal by {@link NamedFiles}, and those of
 * a queue that is kept on disk alone by {@link ForcedFolders}.
 */
final class JournalServer extends ActiveMQServerImpl {

    JournalServer(Configuration configuration, ActiveMQSecurityManager users, ServiceRegistry services) {
        super(configuration, null, users, null, services);
    }

    @Override
    protected StorageManager createStorageManager() {
        NamedFiles storage = new NamedFiles(
                getConfiguration(),
                getCriticalAnalyzer(),
                executorFactory,
                scheduledPool,
                ioExecutorFactory,
                ioCriticalErrorListener);
        getCriticalAnalyzer().add(storage);
        return storage;
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() throws Exception {
        return new ForcedFolders((PagingStoreFactoryNIO) super.getPagingStoreFactory());
    }

    /**
     * Artemis forces paged messages to the disk, but not the file that says which address they are of, and after a start
     * without that it passes over all of them.
     */
    private final class ForcedFolders extends PagingStoreFactoryNIO {

        ForcedFolders(PagingStoreFactoryNIO made) {
            super(
                    made.getStorageManager(),
                    made.getDirectory(),
                    made.getSyncTimeout(),
                    made.getScheduledExecutor(),
                    made.getExecutorFactory(),
                    made.isSyncNonTransactional(),
                    made.getCritialErrorListener(),
                    getConfiguration()::isPurgePageFolders);
        }

        @Override
        public synchronized SequentialFileFactory newFileFactory(SimpleString address) throws Exception {
            SequentialFileFactory files = super.newFileFactory(address);
            Path folder = files.getDirectory().toPath();
            try (FileChannel file = FileChannel.open(folder.resolve(ADDRESS_FILE), StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Path paging = folder.getParent();
            for (Path names : List.of(folder, paging, paging.getParent())) {
                DataDirectory.forceNames(names);
            }
            return files;
        }
    }
}
