package io.voicewebhooks.outbound;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP clients that give up: 10 s to connect, 30 s without a byte of the answer. They follow no redirect, keep no
 * cookie and repeat nothing: the schedule of deliveries does that.
 */
public final class TimedHttpClient {
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout READ = Timeout.ofSeconds(30);
    private static final int CONNECTIONS = 64;

    private TimedHttpClient() {}

    public static CloseableHttpClient make() {
        return make(READ);
    }

    /** A client with another patience for the answer. */
    static CloseableHttpClient make(Timeout read) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(read)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(READ)
                        .setResponseTimeout(read)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
    }
}
