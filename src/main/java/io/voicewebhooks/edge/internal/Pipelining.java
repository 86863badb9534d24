package io.voicewebhooks.edge.internal;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes an HTTP/1.1 connection that sends many requests without waiting for answers. Vert.x reads on while it answers and
 * would keep in memory whatever comes.
 */
final class Pipelining extends ChannelDuplexHandler {
    private final int most;
    private int unanswered;

    Pipelining(int most) {
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest && ++unanswered > most) {
            context.close();
        }
        if (unanswered > most) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent && !isInformation(message)) {
            unanswered--;
        }
        super.write(context, message, promise);
    }

    private static boolean isInformation(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
