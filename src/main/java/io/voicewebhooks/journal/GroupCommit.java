package io.voicewebhooks.journal;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.JmsUtils;

/**
 * Takes the messages of a locally transacted consumer ({@code transacted=true&lazyCreateTransactionManager=false}) in
 * groups: those that are there already share one transaction, so that the broker writes to its disk once for all of them. A
 * message that comes again is the last of its group, and the first of a group that it shares with nobody.
 */
final class GroupCommit extends DefaultJmsMessageListenerContainer {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    /** After a crash so many may be delivered twice. */
    private static final int MOST = 256;
    /** A consumer that is slow commits what it has done. */
    private static final long LONGEST_NANOS = 50_000_000;
    /** The next one is waited for no longer than this, */
    private static final long NEXT_MILLIS = 1;
    /** or than this after so many: under load the wait that ends without one costs more, it asks the broker again. */
    private static final long NEXT_MILLIS_UNDER_LOAD = 5;

    private static final int LOAD = 8;

    /** How often somebody who waits for the broker looks whether it is back. */
    private static final long LOOK_NANOS = 200_000_000;

    /** Whether the broker answers, as the journal's watch knows. */
    private final BooleanSupplier reachable;

    private final ThreadLocal<Group> groups = ThreadLocal.withInitial(Group::new);

    GroupCommit(JmsEndpoint endpoint, BooleanSupplier reachable) {
        super(endpoint);
        this.reachable = reachable;
    }

    private static final class Group {
        private int size;
        private long since;
        private boolean complete = true;
    }

    @Override
    protected boolean receiveAndExecute(Object invoker, Session session, MessageConsumer consumer) throws JMSException {
        Group group = groups.get();
        group.size = 0;
        group.complete = false;
        try {
            boolean received = super.receiveAndExecute(invoker, session, consumer);
            while (!group.complete) {
                // a delivery that took long waits for no other one
                if (!isRunning() || isOld(group) || !super.receiveAndExecute(invoker, session, consumer)) {
                    group.complete = true;
                }
            }
            if (group.size > 0) {
                super.commitIfNecessary(session, null);
            }
            return received;
        } finally {
            group.complete = true;
        }
    }

    @Override
    protected Message receiveMessage(MessageConsumer consumer) throws JMSException {
        Group group = groups.get();
        Message message = group.size == 0
                ? super.receiveMessage(consumer)
                : receiveFromConsumer(consumer, group.size < LOAD ? NEXT_MILLIS : NEXT_MILLIS_UNDER_LOAD);
        if (message == null) {
            group.complete = true;
            return null;
        }
        long now = System.nanoTime();
        if (group.size++ == 0) {
            group.since = now;
        }
        group.complete = message.getJMSRedelivered() || group.size == MOST;
        return message;
    }

    private static boolean isOld(Group group) {
        return group.size > 0 && System.nanoTime() - group.since > LONGEST_NANOS;
    }

    /** Without a word: the watch says once that the broker is away, and again when it is back. */
    @Override
    protected void refreshConnectionUntilSuccessful() {
        while (isRunning() && !refreshed()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    private boolean refreshed() {
        try {
            if (!reachable.getAsBoolean()) {
                return false;
            }
            if (sharedConnectionEnabled()) {
                refreshSharedConnection();
            } else {
                JmsUtils.closeConnection(createConnection());
            }
            return true;
        } catch (JMSException | RuntimeException e) {
            LOG.debug("{} cannot be read yet", getDestinationName(), e);
            return false;
        }
    }

    /** One that arrives during a stop is executed, too: to give it back would give back what its group has done. */
    @Override
    public boolean isAcceptMessagesWhileStopping() {
        return groups.get().size > 1 || super.isAcceptMessagesWhileStopping();
    }

    @Override
    protected void commitIfNecessary(Session session, Message message) throws JMSException {
        // at the end of the group
    }

    @Override
    protected void rollbackOnExceptionIfNecessary(Session session, Throwable failure) throws JMSException {
        Group group = groups.get();
        group.size = 0;
        group.complete = true;
        super.rollbackOnExceptionIfNecessary(session, failure);
    }
}
