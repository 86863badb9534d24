package io.voicewebhooks.edge.internal;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import io.vertx.ext.web.Router;
import java.util.function.BiConsumer;

/** An HTTP server whose connections and requests pass a gate first. */
final class EdgeServer extends HttpServerImpl {
    private static final long SWEEP_MILLIS = 1000;

    /** The event loop on which it listens, with the workers for its routes. */
    private final ContextInternal context;

    private final Gate gate;
    private final ClientConnections clients;

    EdgeServer(
            VertxInternal vertx,
            ContextInternal context,
            HttpServerOptions options,
            Gate gate,
            ClientConnections clients) {
        super(vertx, options);
        this.context = context;
        this.gate = gate;
        this.clients = clients;
        invalidRequestHandler(request -> gate.invalid(request, status(request)));
        connectionHandler(this::guard);
        context.setPeriodic(SWEEP_MILLIS, time -> {
            clients.sweep();
            gate.sweep();
        });
    }

    @Override
    public synchronized HttpServer requestHandler(Handler<HttpServerRequest> handler) {
        if (handler instanceof Router router) {
            gate.guard(router);
        }
        return super.requestHandler(request -> {
            try {
                handler.handle(request);
            } catch (RuntimeException e) {
                // nobody else would answer
                gate.unreadable(request, e);
            }
        });
    }

    @Override
    public synchronized Future<HttpServer> listen(SocketAddress address) {
        Promise<HttpServer> listening = Promise.promise();
        context.runOnContext(here -> super.listen(address).onComplete(listening));
        return listening.future();
    }

    @Override
    protected BiConsumer<Channel, SslChannelProvider> childHandler(
            ContextInternal server, SocketAddress address, GlobalTrafficShapingHandler shaping) {
        BiConsumer<Channel, SslChannelProvider> child = super.childHandler(server, address, shaping);
        return (channel, ssl) -> {
            clients.accepted(channel);
            child.accept(channel, ssl);
        };
    }

    private static int status(HttpServerRequest invalid) {
        Throwable cause = invalid.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    private void guard(HttpConnection connection) {
        RequestHeads.check(connection);
        if (connection instanceof Http1xServerConnection http1) {
            http1.channelHandlerContext()
                    .pipeline()
                    .addBefore("handler", "pipelining", new Pipelining(clients.pipelined()));
        }
    }
}
