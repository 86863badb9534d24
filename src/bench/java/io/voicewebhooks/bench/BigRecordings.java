package io.voicewebhooks.bench;

import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Recordings that are made while they are sent, each with content of its own: a few small ones to warm up with, and the
 * ones that are measured.
 *
 * @param number of those that are measured
 * @param bytes  of each of them
 */
record BigRecordings(int number, long bytes) {
    private static final int SMALL_ONES = 8;
    private static final long SMALL = 1 << 20;
    private static final byte[] CHUNK = new byte[64 << 10];

    static {
        new Random(1).nextBytes(CHUNK);
    }

    /** The recordings that the system properties of this process describe. */
    static BigRecordings ofProperties() {
        return new BigRecordings(Integer.getInteger("recordings.number"), Long.getLong("recordings.bytes"));
    }

    List<String> small() {
        return IntStream.range(0, SMALL_ONES).mapToObj(BigRecordings::sid).toList();
    }

    List<String> measured() {
        return IntStream.range(SMALL_ONES, SMALL_ONES + number)
                .mapToObj(BigRecordings::sid)
                .toList();
    }

    private static String sid(int index) {
        return String.format("RE%032x", index);
    }

    long bytes(String sid) {
        return small().contains(sid) ? SMALL : bytes;
    }

    String sha256(String sid) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            write(sid, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String sid, OutputStream out) throws IOException {
        byte[] name = sid.getBytes(StandardCharsets.US_ASCII);
        out.write(name);
        for (long left = bytes(sid) - name.length; left > 0; left -= CHUNK.length) {
            out.write(CHUNK, 0, (int) Math.min(left, CHUNK.length));
        }
    }

    /** The media server that has them, as a process. */
    static final class Server {
        private Server() {}

        public static void main(String[] args) {
            BigRecordings recordings = ofProperties();
            RecordingServer server =
                    RecordingServer.start(Integer.getInteger("media.port"), Twilio.ACCOUNT, Twilio.TOKEN);
            recordings.small().forEach(sid -> serve(server, recordings, sid));
            recordings.measured().forEach(sid -> serve(server, recordings, sid));
            System.out.println("ready");
        }

        private static void serve(RecordingServer server, BigRecordings recordings, String sid) {
            server.answers(sid, exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "audio/x-wav");
                exchange.sendResponseHeaders(200, recordings.bytes(sid));
                try (OutputStream out = exchange.getResponseBody()) {
                    recordings.write(sid, out);
                }
            });
        }
    }
}
