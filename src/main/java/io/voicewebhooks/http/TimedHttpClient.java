package io.voicewebhooks.http;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP clients that give up: 10 s to connect, 30 s without a byte of the answer. They follow no redirect, keep no
 * cookie and repeat nothing: the schedule of deliveries does that.
 */
public final class TimedHttpClient {
    public static final Timeout CONNECT = Timeout.ofSeconds(10);
    public static final Timeout READ = Timeout.ofSeconds(30);

    private static final Limits STANDARD = new Limits(CONNECT, READ, READ, READ);
    private static final int CONNECTIONS = 64;

    private TimedHttpClient() {}

    /** When a client gives up: to connect, without a byte, to wait for a free connection, to wait for the answer. */
    public record Limits(Timeout connect, Timeout socket, Timeout request, Timeout response) {
        public ConnectionConfig ofConnections() {
            return ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(socket)
                    .build();
        }
    }

    /** For answers of any length, from hosts whose addresses are those of the resolver. */
    public static HttpClientBuilder builder(DnsResolver hosts) {
        return builder(hosts, STANDARD);
    }

    /** For endpoints whose status is what matters: no more than 1 MiB of their answer's content is read, and so long. */
    public static CloseableHttpClient forEndpoints(Timeout read) {
        Limits limits = new Limits(CONNECT, read, read, read);
        HttpClientBuilder builder = builder(SystemDefaultDnsResolver.INSTANCE, limits);
        limitEndpoint(builder, limits);
        return builder.build();
    }

    /** The same for a client that somebody else makes, but for its connections. */
    public static void limitEndpoint(HttpClientBuilder builder, Limits limits) {
        limit(builder, limits)
                .addExecInterceptorFirst(
                        "answer-limit", new AnswerLimit(limits.response().toDuration()));
    }

    private static HttpClientBuilder builder(DnsResolver hosts, Limits limits) {
        return limit(HttpClients.custom(), limits)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(hosts)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(limits.ofConnections())
                        .build());
    }

    private static HttpClientBuilder limit(HttpClientBuilder builder, Limits limits) {
        return builder.setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limits.request())
                        .setResponseTimeout(limits.response())
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement();
    }
}
