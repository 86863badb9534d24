package io.voicewebhooks.edge.internal;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;

/** Looks at the head of each request of a connection before Vert.x does, which fails over some where nobody answers. */
final class RequestHeads {
    private RequestHeads() {}

    /** What Vert.x would fail over is answered with 400 from now on. */
    static void check(HttpConnection connection) {
        if (connection instanceof Http1xServerConnection http1) {
            http1.channelHandlerContext().pipeline().addBefore("handler", "head", new Http1Head());
        } else if (((ConnectionBase) connection).channelHandlerContext().handler()
                instanceof Http2ConnectionHandler http2) {
            http2.decoder().frameListener(new Http2Head(http2.decoder().frameListener()));
        }
    }

    /** Whether Vert.x reads an authority, or says itself that it is none. */
    static boolean isReadable(CharSequence authority) {
        return authority == null || runs(() -> HostAndPort.parseAuthority(authority.toString(), -1));
    }

    static boolean isMethod(CharSequence method) {
        return method == null || runs(() -> HttpMethod.valueOf(method.toString()));
    }

    private static boolean runs(Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
