package io.voicewebhooks.outbound;

import java.time.Duration;
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
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;

    private TimedHttpClient() {}

    /**
     * For answers of any length.
     *
     * @param hosts gives the addresses that are dialled
     */
    public static CloseableHttpClient make(DnsResolver hosts) {
        return builder(hosts, READ).build();
    }

    /** For endpoints whose status is what matters: no more than 1 MiB and 30 s of their answer's content is read. */
    public static CloseableHttpClient forEndpoints() {
        return forEndpoints(READ);
    }

    /** The same with another patience. */
    static CloseableHttpClient forEndpoints(Duration patience) {
        return builder(SystemDefaultDnsResolver.INSTANCE, patience)
                .addExecInterceptorFirst("answer-limit", new AnswerLimit(patience))
                .build();
    }

    private static HttpClientBuilder builder(DnsResolver hosts, Duration patience) {
        Timeout read = Timeout.of(patience);
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(hosts)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(read)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(read)
                        .setResponseTimeout(read)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement();
    }
}
