package io.voicewebhooks.observe;

import com.sun.management.OperatingSystemMXBean;
import io.voicewebhooks.config.OnePerContext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;

/**
 * What is on the disk already can wait, a caller cannot. While webhooks come in and the processors are full, deliveries take
 * turns, a few at a time. The pause between two turns is found as TCP finds its rate: twice as long with each look that finds
 * the processors full, a fifth shorter with each that does not, so that deliveries have what callers leave. Without callers
 * they run as fast as they can.
 */
public final class CallersFirst {
    /** How often it is looked whether there is time. */
    private static final long LOOK_NANOS = 50_000_000;
    /** The longest pause between two turns. */
    private static final long LONGEST_NANOS = 100_000_000;
    /** The shortest one: below it nobody waits. */
    private static final long SHORTEST_NANOS = 2_000_000;
    /** The pause becomes so much shorter while there is time. */
    private static final double SHORTER = 0.8;
    /** So much of one processor goes into taking webhooks in. */
    private static final double MANY = 0.03;
    /** So much of all processors is in use, by whomever. */
    private static final double FULL = 0.8;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ReentrantLock turns = new ReentrantLock(true);
    private volatile Thread entrance;
    private volatile long pause;
    private volatile long looked = System.nanoTime();
    private long spent;
    private long turn = looked;

    private CallersFirst() {}

    /** That of a context. */
    public static CallersFirst of(CamelContext context) {
        return OnePerContext.of(context, CallersFirst.class, CallersFirst::new);
    }

    /** Says that the current thread takes webhooks in. */
    public void here() {
        Thread current = Thread.currentThread();
        if (entrance != current) {
            entrance = current;
        }
    }

    /**
     * To be called before some work that can wait; returns when it is its turn.
     *
     * @return whether others wait, so that little should be done in this turn
     */
    public boolean giveWay() {
        if (pause() == 0) {
            return false;
        }
        turns.lock();
        try {
            long left = turn + pause() - System.nanoTime();
            while (left > 0) {
                LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
                left = turn + pause() - System.nanoTime();
            }
            turn = System.nanoTime();
        } finally {
            turns.unlock();
        }
        return true;
    }

    private long pause() {
        if (entrance != null && System.nanoTime() - looked > LOOK_NANOS) {
            look();
        }
        return pause;
    }

    private synchronized void look() {
        long now = System.nanoTime();
        long passed = now - looked;
        if (passed > LOOK_NANOS) {
            long before = spent;
            spent = threads.getThreadCpuTime(entrance.getId());
            looked = now;
            // the machine first: it tells of the time since it was asked last
            boolean full = machine.getCpuLoad() >= FULL;
            boolean many = (double) (spent - before) / passed >= MANY;
            if (full && many) {
                pause = Math.min(Math.max(2 * pause, SHORTEST_NANOS), LONGEST_NANOS);
            } else {
                long shorter = (long) (pause * SHORTER);
                pause = many && shorter >= SHORTEST_NANOS ? shorter : 0;
            }
        }
    }
}
