package io.voicewebhooks.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads just so much of HTTP/1.1 that the end of an answer is found, without a copy of its bytes. */
final class Answers {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int NO_CONTENT = 204;

    private Answers() {}

    /** The status of the answer that a buffer holds from its start to its position, or 0 while it is not whole. */
    static int status(ByteBuffer buffer) {
        byte[] bytes = buffer.array();
        int end = buffer.position();
        long length = -1;
        boolean chunked = false;
        int line = lineEnd(bytes, 0, end);
        if (line < 0) {
            return 0;
        }
        int status = (int) number(bytes, STATUS_AT, 10);
        for (int from = line; ; from = line) {
            line = lineEnd(bytes, from, end);
            if (line < 0) {
                return 0;
            }
            if (line == from + 2) {
                break;
            }
            if (startsWith(bytes, from, LENGTH)) {
                length = number(bytes, from + LENGTH.length, 10);
            } else if (startsWith(bytes, from, CODING)) {
                chunked = true;
            }
        }
        if (status == NO_CONTENT) {
            return status;
        }
        if (chunked) {
            return isWhole(bytes, line, end) ? status : 0;
        }
        return line + Math.max(0, length) <= end ? status : 0;
    }

    private static boolean isWhole(byte[] bytes, int body, int end) {
        for (int from = body; ; ) {
            int line = lineEnd(bytes, from, end);
            if (line < 0) {
                return false;
            }
            long size = number(bytes, from, 16);
            long next = line + size + 2;
            if (next > end) {
                return false;
            }
            if (size == 0) {
                return true;
            }
            from = (int) next;
        }
    }

    /** Behind the next line feed, or -1. */
    private static int lineEnd(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            // of the letters, digits and signs of a header's name only letters have this bit in two states
            if ((bytes[from + i] | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] bytes, int from, int radix) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        long number = 0;
        for (int digit; (digit = Character.digit(bytes[at], radix)) >= 0; at++) {
            number = number * radix + digit;
        }
        return number;
    }
}
