package io.voicewebhooks.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Ends the content of an answer that is too long or takes too long, such as a stream of server-sent events: Camel keeps it
 * in memory, and a delivery has to end. Its status, which says whether the event was taken, has come by then.
 */
record AnswerLimit(Duration time) implements ExecChainHandler {
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity content = response.getEntity();
        if (content != null) {
            long end = System.nanoTime() + time.toNanos();
            response.setEntity(new HttpEntityWrapper(content) {
                @Override
                public InputStream getContent() throws IOException {
                    return limited(super.getContent(), scope.execRuntime, end);
                }
            });
        }
        return response;
    }

    private static InputStream limited(InputStream content, ExecRuntime connection, long end) {
        return new FilterInputStream(content) {
            private int left = MOST_BYTES;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left == 0 || System.nanoTime() - end > 0) {
                    connection.discardEndpoint();
                    return -1;
                }
                int read = super.read(buffer, offset, Math.min(length, left));
                left -= Math.max(read, 0);
                return read;
            }

            /** Reads what is left, so that the connection can be used again, but no more than the limit. */
            @Override
            public void close() throws IOException {
                try {
                    transferTo(OutputStream.nullOutputStream());
                } finally {
                    super.close();
                }
            }
        };
    }
}
