package io.voicewebhooks.journal.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One file of Artemis' journal, read to find out whether it is whole. Artemis itself skips what it cannot read and starts
 * with the rest. Records follow each other without a gap from the header on, each with the number of the file (files are
 * used again, so old records follow) and with its length at the end.
 */
final class DamageScan {
    private static final int VERSION = 2;
    private static final int HEADER = 16;
    private static final byte FIRST_TYPE = 10;
    private static final byte LAST_TYPE = 19;
    /** Length of a record of each type without its variable part. */
    private static final int[] FIXED = {23, 23, 23, 31, 31, 30, 18, 26, 22, 18};
    /** Where the length of the variable part stands in a record of each type; 0 where there is none. */
    private static final int[] VARIABLE = {14, 14, 14, 22, 22, 22, 0, 18, 0, 0};
    /** Asynchronous I/O fills blocks up with zeros. */
    private static final int BLOCK = 4096;

    private final Path path;
    private final ByteBuffer content;
    private int number;
    private int end = HEADER;

    private DamageScan(Path path, ByteBuffer content) {
        this.path = path;
        this.content = content;
    }

    /**
     * What records of one kind say, those included that were left by an earlier use of the file.
     *
     * @param content of a whole file; what is returned are parts of it
     * @param kind    of {@code JournalRecordIds}
     */
    static List<ByteBuffer> records(ByteBuffer content, byte kind) {
        DamageScan file = new DamageScan(null, content);
        List<ByteBuffer> found = new ArrayList<>();
        for (int position = HEADER; position < content.capacity(); position++) {
            int length = file.length(position, false);
            int text = length == 0 ? 0 : VARIABLE[content.get(position) - FIRST_TYPE];
            if (text > 0 && content.get(position + text + Integer.BYTES) == kind) {
                int start = position + text + Integer.BYTES + 1;
                found.add(content.slice(start, content.getInt(position + text)));
            }
        }
        return found;
    }

    /**
     * What is wrong with a file. A last record that was not written completely is nothing wrong: it was never confirmed.
     *
     * @param size what every file of this journal has
     */
    static Optional<String> problem(Path path, int size) throws IOException {
        long actual = Files.size(path);
        if (actual != size) {
            return Optional.of(path + " has " + actual + " bytes instead of " + size);
        }
        return Optional.ofNullable(new DamageScan(path, ByteBuffer.wrap(Files.readAllBytes(path))).problem());
    }

    private String problem() {
        if (content.getInt(0) != VERSION) {
            return path + " has no header of a journal file";
        }
        number = (int) (content.getLong(8) & Integer.MAX_VALUE);
        while (end < content.capacity()) {
            int length = length(end, true);
            if (length == 0) {
                int next = nextRecord(end + 1);
                if (next < 0) {
                    break;
                }
                if (next - end >= BLOCK || !zeros(end, next)) {
                    return path + " is damaged from byte " + end + " to byte " + next;
                }
                length = next - end;
            }
            end += length;
        }
        boolean unused = end == HEADER && content.get(HEADER) != 0 && length(HEADER, false) == 0;
        return unused && !torn() ? path + " is damaged from byte " + HEADER : null;
    }

    private boolean torn() {
        byte type = content.get(end);
        return type >= FIRST_TYPE && type <= LAST_TYPE && content.getInt(end + 1) == number;
    }

    private int nextRecord(int from) {
        for (int position = from; position < content.capacity(); position++) {
            if (length(position, true) > 0) {
                return position;
            }
        }
        return -1;
    }

    private boolean zeros(int from, int to) {
        return IntStream.range(from, to).allMatch(position -> content.get(position) == 0);
    }

    /** Length of the record that starts at a position, 0 where none does. */
    private int length(int position, boolean ofThisUse) {
        int type = content.get(position) - FIRST_TYPE;
        if (type < 0 || type > LAST_TYPE - FIRST_TYPE || position + FIXED[type] > content.capacity()) {
            return 0;
        }
        if (ofThisUse && content.getInt(position + 1) != number) {
            return 0;
        }
        long variable = VARIABLE[type] == 0 ? 0 : content.getInt(position + VARIABLE[type]);
        long length = FIXED[type] + variable;
        if (variable < 0 || position + length > content.capacity()) {
            return 0;
        }
        return content.getInt((int) (position + length) - Integer.BYTES) == length ? (int) length : 0;
    }
}
