package io.voicewebhooks.edge.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** Marks an HTTP/1.1 request whose head cannot be read as one that is malformed: Vert.x has a handler for these. */
final class Http1Head extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request
                && request.decoderResult().isSuccess()
                && !(isVersion(request.protocolVersion())
                        && request.headers().getAll(HttpHeaderNames.HOST).stream()
                                .allMatch(RequestHeads::isReadable))) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("version or host")));
        }
        super.channelRead(context, message);
    }

    /** Vert.x would answer 501 to any other instance. */
    private static boolean isVersion(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }
}
