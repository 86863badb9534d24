package io.voicewebhooks.edge.internal;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection, from the moment it is accepted. It is idle while it has no request with complete headers that waits for
 * an answer: what it sends meanwhile, byte by byte, does not count, and how long an answer takes does not either. (The idle
 * time-out of Vert.x would cut off a route that takes longer.)
 */
public final class ClientConnection {
    private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf(ClientConnection.class.getName());

    private final Channel channel;
    private final Duration keepAlive;
    private final List<HttpServerRequest> unanswered = new ArrayList<>(1);
    private Duration patience;
    private long since = System.nanoTime();

    ClientConnection(Channel channel, Duration first, Duration keepAlive) {
        this.channel = channel;
        this.keepAlive = keepAlive;
        this.patience = first;
        channel.attr(KEY).set(this);
    }

    /** The connection of a request. */
    public static ClientConnection of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    }

    /** The headers of a request are there. */
    public synchronized void begins(HttpServerRequest request) {
        forgetAnswered();
        unanswered.add(request);
        rest();
    }

    /** Whether the client takes its answers; one that does not would pile them up here. */
    public boolean takesAnswers() {
        return channel.isWritable();
    }

    synchronized boolean isIdle() {
        forgetAnswered();
        return unanswered.isEmpty();
    }

    /** When it became idle, by {@link System#nanoTime()}. */
    synchronized long idleSince() {
        return since;
    }

    synchronized void check(long now) {
        if (!isIdle()) {
            rest();
        } else if (now - since > patience.toNanos()) {
            close();
        }
    }

    public void close() {
        channel.close();
    }

    private void rest() {
        since = System.nanoTime();
        patience = keepAlive;
    }

    private void forgetAnswered() {
        unanswered.removeIf(request -> isOver(request.response()));
    }

    private static boolean isOver(HttpServerResponse response) {
        return response.ended() || response.closed();
    }
}
