package io.voicewebhooks.journal.embedded;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.activemq.artemis.core.persistence.StorageManager;

/**
 * The users that earlier versions had the broker keep in the journal's bindings: with their password in clear text, and
 * for ever, so that a pair that was replaced went on to be accepted.
 */
final class FormerUsers {
    /** A user in the bindings: {@code JournalRecordIds.USER_RECORD}. */
    private static final byte USER = 47;

    private static final byte ERASED = '*';
    /** Strings shorter than this are two bytes a character; the next limit is that of those in UTF-8. */
    private static final int UTF8_FROM = 9;

    private static final int UTF16_FROM = 4095;

    private FormerUsers() {}

    /**
     * Overwrites the passwords, because what the broker itself deletes stays in the file.
     *
     * @param bindings the directory, whose files nobody has open; it may be missing
     */
    static void erasePasswords(Path bindings) throws IOException {
        if (Files.notExists(bindings)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bindings, "*.bindings")) {
            for (Path file : files) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    MappedByteBuffer content = channel.map(MapMode.READ_WRITE, 0, channel.size());
                    List<ByteBuffer> users = DamageScan.records(content, USER);
                    users.forEach(FormerUsers::erasePassword);
                    if (!users.isEmpty()) {
                        content.force();
                    }
                }
            }
        }
    }

    /** Name and password follow each other, each as {@code UTF8Util} of Artemis writes it; anything else is left alone. */
    private static void erasePassword(ByteBuffer user) {
        try {
            int name = text(user);
            user.position(user.position() + name);
            if (text(user) != user.remaining()) {
                return;
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return;
        }
        while (user.hasRemaining()) {
            user.put(ERASED);
        }
    }

    /** Goes to the first byte of a text. Returns how many there are. */
    private static int text(ByteBuffer record) {
        int characters = record.getInt();
        if (characters < UTF8_FROM) {
            return characters * Character.BYTES;
        }
        return characters < UTF16_FROM ? Short.toUnsignedInt(record.getShort()) : record.getInt();
    }

    /** Deletes them from the bindings of a broker that runs. */
    static void remove(StorageManager bindings) throws Exception {
        for (String user : List.copyOf(bindings.getPersistedUsers().keySet())) {
            bindings.deleteUser(user);
        }
        for (String user : List.copyOf(bindings.getPersistedRoles().keySet())) {
            bindings.deleteRole(user);
        }
    }
}
