package io.voicewebhooks.edge.internal;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a server, from the moment that each is accepted: TLS has not begun, and it has sent nothing yet. */
public final class ClientConnections {
    private final int most;
    private final int pipelined;
    private final Duration request;
    private final Duration keepAlive;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

    /**
     * @param most      a further one takes the place of the one that has been idle longest
     * @param pipelined requests of one HTTP/1.1 connection at once
     * @param request   how long a new one may be idle
     * @param keepAlive how long it may be idle after a request
     */
    public ClientConnections(int most, int pipelined, Duration request, Duration keepAlive) {
        this.most = most;
        this.pipelined = pipelined;
        this.request = request;
        this.keepAlive = keepAlive;
    }

    int pipelined() {
        return pipelined;
    }

    void accepted(Channel channel) {
        ClientConnection client = new ClientConnection(channel, request, keepAlive);
        open.add(client);
        channel.closeFuture().addListener(closed -> open.remove(client));
        if (open.size() > most) {
            open.stream()
                    .filter(ClientConnection::isIdle)
                    .min(Comparator.comparingLong(ClientConnection::idleSince))
                    .ifPresent(ClientConnection::close);
        }
    }

    void sweep() {
        long now = System.nanoTime();
        open.forEach(client -> client.check(now));
    }
}
