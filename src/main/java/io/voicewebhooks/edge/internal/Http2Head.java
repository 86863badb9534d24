package io.voicewebhooks.edge.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Takes from an HTTP/2 request what Vert.x would fail over, and its authority with it: one without an authority is answered
 * with 400.
 */
final class Http2Head extends Http2FrameListenerDecorator {
    Http2Head(Http2FrameListener vertx) {
        super(vertx);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        check(headers);
        super.onHeadersRead(context, stream, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        check(headers);
        super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
    }

    private static void check(Http2Headers headers) {
        boolean method = RequestHeads.isMethod(headers.method());
        if (!method) {
            headers.method("GET");
        }
        if (!method
                || !RequestHeads.isReadable(headers.authority())
                || !headers.getAll(HttpHeaderNames.HOST).stream().allMatch(RequestHeads::isReadable)) {
            headers.remove(Http2Headers.PseudoHeaderName.AUTHORITY.value());
            headers.remove(HttpHeaderNames.HOST);
        }
    }
}
