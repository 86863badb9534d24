package io.voicewebhooks.attack;

import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** A class whose objects do something as soon as they are read: what gadgets of deserialisation attacks do. */
final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How many were made by reading one. */
    static final AtomicInteger READ = new AtomicInteger();

    @Serial
    private void readObject(ObjectInputStream in) {
        READ.incrementAndGet();
    }
}
