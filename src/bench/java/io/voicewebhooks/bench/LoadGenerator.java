package io.voicewebhooks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends signed webhooks over some connections from one thread, on each the next as soon as the one before is answered. It is
 * a program of its own, so that it shares neither heap nor compiler with what it measures. Every line of its standard input
 * is a number of seconds; it sends so long and answers with a {@link Window} in a line. It ends with its input.
 */
final class LoadGenerator implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final int LONGEST_ANSWER = 64 << 10;
    /** Requests a second that are made for the first time; later ones follow the rate. */
    private static final int FIRST_RATE = 20_000;

    private static final double RESERVE = 1.5;

    private final InetSocketAddress address;
    private final int expected;
    private final SignedRequests requests;
    private final int connections;
    private final Selector selector;

    private double lastRate = FIRST_RATE;
    private Latencies latencies;
    private int next;
    private int open;
    private long unexpected;
    private long deadline;
    private long lastAnswer;

    private LoadGenerator(URI listener, SampleWebhook webhook, int connections) throws IOException {
        this.address = new InetSocketAddress(listener.getHost(), listener.getPort());
        this.expected = webhook.expected();
        this.requests = new SignedRequests(webhook, listener);
        this.connections = connections;
        this.selector = Selector.open();
    }

    /** Takes the address of a server, the name of a {@link SampleWebhook} and the number of connections. */
    public static void main(String[] args) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (LoadGenerator generator =
                new LoadGenerator(URI.create(args[0]), SampleWebhook.valueOf(args[1]), Integer.parseInt(args[2]))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(generator
                        .window(Duration.ofSeconds(Long.parseLong(line)))
                        .line());
            }
        }
    }

    private Window window(Duration time) throws IOException {
        requests.make((int) Math.ceil(lastRate * RESERVE * time.toSeconds()) + connections);
        latencies = new Latencies();
        next = 0;
        unexpected = 0;
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                all.add(new Connection());
            }
            long begin = System.nanoTime();
            lastAnswer = begin;
            deadline = begin + time.toNanos();
            open = connections;
            for (Connection connection : all) {
                connection.send();
            }
            awaitAnswers();
            unexpected += open;
            double rate = latencies.count() * 1e9 / Math.max(1, lastAnswer - begin);
            lastRate = Math.max(1, rate);
            return new Window(rate, latencies.percentile(50), latencies.percentile(99), unexpected);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
            // forgets the keys of closed channels
            selector.selectNow();
        }
    }

    /** Until every connection is through, or has had its time. */
    private void awaitAnswers() throws IOException {
        long limit = deadline + ANSWER_LIMIT.toNanos();
        while (open > 0 && System.nanoTime() < limit) {
            selector.select(key -> ((Connection) key.attachment()).proceed(), ANSWER_LIMIT.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    /** A connection that is kept, with one request under way. */
    private final class Connection {
        private final byte[] request = requests.blank();
        private final ByteBuffer out = ByteBuffer.wrap(request);
        private final ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER);
        private SocketChannel channel;
        private SelectionKey key;
        private long sent;
        private boolean waits;

        Connection() throws IOException {
            connect();
        }

        private void connect() throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Sends the next request, or is through. */
        void send() throws IOException {
            waits = next < requests.count() && System.nanoTime() < deadline;
            if (!waits) {
                open--;
                return;
            }
            requests.fill(request, next++);
            out.clear();
            in.clear();
            sent = System.nanoTime();
            write();
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** Does what can be done now. */
        void proceed() {
            try {
                if (key.isValid() && key.isWritable()) {
                    write();
                }
                if (key.isValid() && key.isReadable()) {
                    read();
                }
            } catch (IOException e) {
                lost();
            }
        }

        private void read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("closed");
            }
            if (!in.hasRemaining()) {
                throw new IOException("an answer is over " + LONGEST_ANSWER + " bytes");
            }
            int status = Answers.status(in);
            if (status > 0) {
                lastAnswer = System.nanoTime();
                latencies.add(lastAnswer - sent);
                if (status != expected) {
                    unexpected++;
                }
                send();
            }
        }

        /** The request gets no answer; the next one goes over a new connection. */
        private void lost() {
            try {
                close();
                if (waits) {
                    unexpected++;
                    connect();
                    send();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() throws IOException {
            channel.close();
        }
    }
}
