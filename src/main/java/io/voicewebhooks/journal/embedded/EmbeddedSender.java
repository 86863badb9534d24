package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/**
 * Puts events into the broker of this JVM without a client: what the broker does for a client, on the calling thread. The
 * threads that would only pass a message on cost more than the work itself.
 */
final class EmbeddedSender implements EventSender {
    private static final int MESSAGE_BYTES = 4096;
    /** That of a JMS message. */
    private static final byte PRIORITY = 4;

    private static final long LONGEST_SECONDS = 10;
    /** Twilio's retries come within seconds; so many ids last for half a minute at the rate of one machine, or for hours. */
    private static final int REMEMBERED_IDS = 300_000;

    /** As long as it runs, or {@code null}; after a failure it may be another one. */
    private final Supplier<ActiveMQServer> broker;

    private final SimpleString queue;
    private final RecentIds recent = new RecentIds(REMEMBERED_IDS);

    EmbeddedSender(Supplier<ActiveMQServer> broker, String queue) {
        this.broker = broker;
        this.queue = SimpleString.of(queue);
    }

    @Override
    public boolean sendTogether(List<PendingEvent> events) throws Exception {
        ActiveMQServer server = server();
        List<PendingEvent> unknown =
                events.stream().filter(event -> !isKnown(server, event)).toList();
        if (!unknown.isEmpty() && !JournalThreads.appending(() -> storeTogether(server, unknown))) {
            return false;
        }
        unknown.forEach(event -> recent.add(event.id()));
        return true;
    }

    private boolean storeTogether(ActiveMQServer server, List<PendingEvent> events) throws Exception {
        StorageManager storage = server.getStorageManager();
        OperationContext disk = begin(storage);
        try {
            Transaction transaction = new TransactionImpl(storage);
            if (!append(server, events, transaction)) {
                transaction.rollback();
                return false;
            }
            transaction.commit();
            await(disk, storage);
            return true;
        } finally {
            storage.clearContext();
        }
    }

    /** Whether there was no copy of another event among them. */
    private boolean append(ActiveMQServer server, List<PendingEvent> events, Transaction transaction) throws Exception {
        try {
            for (PendingEvent event : events) {
                if (route(server, event, transaction) == RoutingStatus.DUPLICATED_ID) {
                    return false;
                }
            }
            return true;
        } catch (Exception e) {
            // else the journal would keep what it has of it as long as it runs
            transaction.rollback();
            throw e;
        }
    }

    @Override
    public void sendAlone(PendingEvent event) throws Exception {
        ActiveMQServer server = server();
        if (!isKnown(server, event)) {
            JournalThreads.appending(() -> storeAlone(server, event));
        }
        recent.add(event.id());
    }

    private Void storeAlone(ActiveMQServer server, PendingEvent event) throws Exception {
        StorageManager storage = server.getStorageManager();
        OperationContext disk = begin(storage);
        try {
            route(server, event, null);
            await(disk, storage);
            return null;
        } finally {
            storage.clearContext();
        }
    }

    /** What this thread does from here on is one operation for the disk; when it ends, no other thread is woken to say so. */
    private static OperationContext begin(StorageManager storage) {
        OperationContext disk = storage.newContext(Runnable::run);
        storage.setContext(disk);
        return disk;
    }

    /** Whether an event is on the disk: it was stored here, or the broker remembers it, also from before its start. */
    private boolean isKnown(ActiveMQServer server, PendingEvent event) {
        // as Artemis makes it of the property _AMQ_DUPL_ID
        byte[] duplicateId = SimpleString.of(event.id()).getData();
        return recent.contains(event.id())
                || server.getPostOffice().getDuplicateIDCache(queue).contains(duplicateId);
    }

    private ActiveMQServer server() throws JournalUnavailableException {
        ActiveMQServer server = broker.get();
        if (server == null) {
            throw new JournalUnavailableException("the journal does not run");
        }
        return server;
    }

    private RoutingStatus route(ActiveMQServer server, PendingEvent event, Transaction transaction) throws Exception {
        StorageManager storage = server.getStorageManager();
        Message message = LargeServerMessageImpl.checkLargeMessage(message(storage.generateID(), event), storage);
        RoutingStatus status = server.getPostOffice().route(message, transaction, false);
        if (status != RoutingStatus.OK && status != RoutingStatus.DUPLICATED_ID) {
            throw new JournalUnavailableException("the queue " + queue + " is gone: " + status);
        }
        return status;
    }

    /** The same as a JMS client makes it. */
    private CoreMessage message(long id, PendingEvent event) {
        CoreMessage message = new CoreMessage(id, MESSAGE_BYTES);
        message.setType(Message.TEXT_TYPE);
        message.setAddress(queue);
        message.setRoutingType(RoutingType.ANYCAST);
        message.setDurable(true);
        message.setPriority(PRIORITY);
        message.setTimestamp(System.currentTimeMillis());
        message.setUserID(UUIDGenerator.getInstance().generateUUID());
        for (Map.Entry<String, String> property : event.properties().entrySet()) {
            String value = property.getValue();
            switch (property.getKey()) {
                case "JMSCorrelationID" -> MessageUtil.setJMSCorrelationID(message, value);
                case "JMSXGroupID" -> message.putStringProperty(Message.HDR_GROUP_ID, SimpleString.of(value));
                default -> message.putStringProperty(property.getKey(), value);
            }
        }
        TextMessageUtil.writeBodyText(message.getBodyBuffer(), SimpleString.of(event.json()));
        return message;
    }

    /** Writes what waits, instead of the thread that the broker has for it, unless that one is faster. */
    private static void await(OperationContext disk, StorageManager storage) throws Exception {
        CompletableFuture<Void> written = new CompletableFuture<>();
        disk.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                written.complete(null);
            }

            @Override
            public void onError(int code, String text) {
                written.completeExceptionally(new JournalUnavailableException("the journal was not written: " + text));
            }
        });
        storage.getMessageJournal().getFileFactory().flush();
        written.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
