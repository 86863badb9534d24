package io.voicewebhooks.support;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that sends HTTP/2 frame by frame over TLS and keeps to no limit of the server. */
public final class Http2Wire implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
    private final CompletableFuture<Long> goAway = new CompletableFuture<>();
    private final Channel connection;

    /** What came back on a stream: an answer, or the code of a reset. */
    public record Reply(int status, String body, Long reset) {}

    /** One request. */
    public static final class Exchange extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final CompletableFuture<Long> reset = new CompletableFuture<>();
        private final StringBuilder body = new StringBuilder();
        private Channel stream;
        private int status;

        private Exchange() {}

        /** Sends some of the body. */
        public Exchange data(String text, boolean end) {
            stream.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), end));
            return this;
        }

        /** Ends the request with trailers. */
        public Exchange trailers(Http2Headers trailers) {
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
            return this;
        }

        public void reset() {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        /** Waits for the whole answer, or for the reset that comes in its place. */
        public Reply reply() {
            return await(reply);
        }

        /** Waits until the server resets the stream, whether it has answered or not. */
        public long awaitReset() {
            return await(reset);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            boolean end = false;
            if (frame instanceof Http2HeadersFrame headers) {
                status = Integer.parseInt(headers.headers().status().toString());
                end = headers.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                body.append(data.content().toString(StandardCharsets.UTF_8));
                end = data.isEndStream();
            }
            ReferenceCountUtil.release(frame);
            if (end) {
                reply.complete(new Reply(status, body.toString(), null));
            }
        }

        /** Without an end there is no other. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            reply.complete(new Reply(status, body.toString(), null));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame resetting) {
                reset.complete(resetting.errorCode());
                reply.complete(new Reply(0, "", resetting.errorCode()));
            }
        }
    }

    private Http2Wire(int port) throws Exception {
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
        connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        tls.newHandler(made.alloc()),
                                        Http2FrameCodecBuilder.forClient()
                                                .encoderIgnoreMaxHeaderListSize(true)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new Receiver());
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
        await(settings);
    }

    public static Http2Wire connect(int port) throws Exception {
        return new Http2Wire(port);
    }

    private final class Receiver extends SimpleChannelInboundHandler<Http2Frame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2Frame frame) {
            if (frame instanceof Http2SettingsFrame received) {
                settings.complete(received.settings());
            } else if (frame instanceof Http2GoAwayFrame going) {
                goAway.complete(going.errorCode());
            }
        }
    }

    /** What the server asks of its clients. */
    public Http2Settings settings() {
        return await(settings);
    }

    /** The size of a header list as HTTP/2 counts it: 32 bytes more for each header (RFC 9113, 6.5.2). */
    public static int size(Http2Headers headers) {
        int size = 0;
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            size += header.getKey().length() + header.getValue().length() + 32;
        }
        return size;
    }

    /** The headers of a request that a test may add to. */
    public static Http2Headers headers(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .path(path)
                .scheme("https")
                .authority("voice.example.com");
    }

    /** Begins a request. */
    public Exchange request(Http2Headers headers, boolean end) {
        Exchange exchange = new Exchange();
        exchange.stream = new Http2StreamChannelBootstrap(connection)
                .handler(exchange)
                .open()
                .syncUninterruptibly()
                .getNow();
        exchange.stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
        return exchange;
    }

    /** The reason with which the server has said goodbye; nothing where it has not, or where the close overtook it. */
    public OptionalLong goAway() {
        return goAway.isDone() ? OptionalLong.of(goAway.join()) : OptionalLong.empty();
    }

    /** Says goodbye and closes the connection, whatever is under way. */
    public void leave() {
        connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        connection.close().awaitUninterruptibly();
    }

    /** Waits until the server closes the connection. */
    public void awaitClose() {
        if (!connection.closeFuture().awaitUninterruptibly(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not close the connection");
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        connection.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
