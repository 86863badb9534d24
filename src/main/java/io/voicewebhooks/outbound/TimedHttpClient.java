package io.voicewebhooks.outbound;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
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
        return make(SystemDefaultDnsResolver.INSTANCE);
    }

    /**
     * @param hosts gives the addresses that are dialled
     */
    public static CloseableHttpClient make(DnsResolver hosts) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(hosts)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(READ)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(READ)
                        .setResponseTimeout(READ)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
    }
}
