package io.voicewebhooks.journal.embedded;

import java.util.HexFormat;

/**
 * The ids of the last events, as numbers: objects by the hundred thousand, of which each event replaces one, doubled the
 * pauses of the garbage collector and more. For one thread.
 */
final class RecentIds {
    /** As the application makes them: 128 bits in lower case. */
    private static final int DIGITS = 32;

    private final int most;
    private Ids older = new Ids();
    private Ids newer = new Ids();

    /**
     * @param most so many are certainly remembered, and at most twice as many
     */
    RecentIds(int most) {
        this.most = most;
    }

    /** Whether an id is one of the last that were added. */
    boolean contains(String id) {
        return isNumber(id) && (newer.contains(high(id), low(id)) || older.contains(high(id), low(id)));
    }

    /** Remembers an id; one that is not 32 hexadecimal digits in lower case is left to the broker. */
    void add(String id) {
        if (!isNumber(id) || contains(id)) {
            return;
        }
        if (newer.size == most) {
            older = newer;
            newer = new Ids();
        }
        newer.add(high(id), low(id));
    }

    private static boolean isNumber(String id) {
        if (id.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char digit = id.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long high(String id) {
        return HexFormat.fromHexDigitsToLong(id, 0, DIGITS / 2);
    }

    private static long low(String id) {
        return HexFormat.fromHexDigitsToLong(id, DIGITS / 2, DIGITS);
    }

    /** A set of numbers of 128 bits: a table three quarters full at most, each number in the first free place for it. */
    private static final class Ids {
        private static final int FIRST_PLACES = 1 << 10;
        /** Spreads numbers that are no digests, too: 2^64 divided by the golden ratio. */
        private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

        /** Two halves a place; a number that is zero is not kept. */
        private long[] table = new long[2 * FIRST_PLACES];

        private int size;

        boolean contains(long high, long low) {
            int place = place(high, low);
            return table[place] == high && table[place + 1] == low && (high | low) != 0;
        }

        void add(long high, long low) {
            if (8 * size >= 3 * table.length) {
                grow();
            }
            put(high, low);
            size++;
        }

        private void put(long high, long low) {
            int place = place(high, low);
            table[place] = high;
            table[place + 1] = low;
        }

        private void grow() {
            long[] small = table;
            table = new long[2 * small.length];
            for (int i = 0; i < small.length; i += 2) {
                if ((small[i] | small[i + 1]) != 0) {
                    put(small[i], small[i + 1]);
                }
            }
        }

        /** The place of a number, or the free one where it would be. */
        private int place(long high, long low) {
            int last = table.length - 2;
            int place = (int) ((high ^ low) * SPREAD >>> 32) & last;
            while ((table[place] | table[place + 1]) != 0 && (table[place] != high || table[place + 1] != low)) {
                place = place + 2 & last;
            }
            return place;
        }
    }
}
