package io.voicewebhooks.sink.http;

import io.voicewebhooks.http.TimedHttpClient;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.Timeout;

/**
 * Lets {@code httpClient: "#timedHttpClient"} stand beside other options of an endpoint. Camel puts credentials, proxy and TLS
 * into the client that it makes itself and into no other, so such an endpoint gets one of its own, with the same limits.
 */
final class EndpointClients extends LifecycleStrategySupport {
    private static final String BEAN = "timedHttpClient";

    /** Options that are no part of the endpoint's configurer. */
    private static final Pattern OPTIONS =
            Pattern.compile("(connectTimeout|connectionRequestTimeout|responseTimeout|soTimeout"
                    + "|sslContextParameters|x509HostnameVerifier)=");

    /** Camel's time-outs where none is set, in milliseconds. */
    private static final long UNSET = Timeout.ofMinutes(3).toMilliseconds();

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http
                && http.getEndpointUri().contains(BEAN)
                && http.getHttpClient() == http.getCamelContext().getRegistry().lookupByName(BEAN)
                && hasOptions(http)) {
            limit(http);
        }
    }

    private static boolean hasOptions(HttpEndpoint http) {
        HttpComponent component = http.getComponent();
        return http.getHttpClientConfigurer() != null
                || component.getSslContextParameters() != null
                || component.isUseGlobalSslContextParameters()
                || OPTIONS.matcher(http.getEndpointUri()).find();
    }

    private static void limit(HttpEndpoint http) {
        TimedHttpClient.Limits limits = new TimedHttpClient.Limits(
                timeout(http.getConnectTimeout(), TimedHttpClient.CONNECT),
                timeout(http.getSoTimeout(), TimedHttpClient.READ),
                timeout(http.getConnectionRequestTimeout(), TimedHttpClient.READ),
                timeout(http.getResponseTimeout(), TimedHttpClient.READ));
        if (http.getClientConnectionManager() != http.getComponent().getClientConnectionManager()
                && http.getClientConnectionManager() instanceof PoolingHttpClientConnectionManager connections) {
            connections.setDefaultConnectionConfig(limits.ofConnections());
        }
        http.setHttpClientConfigurer(CompositeHttpConfigurer.combineConfigurers(
                http.getHttpClientConfigurer(), builder -> TimedHttpClient.limitEndpoint(builder, limits)));
        // so that Camel makes one
        http.setHttpClient(null);
    }

    private static Timeout timeout(long millis, Timeout standard) {
        return millis == UNSET || millis == 0 ? standard : Timeout.ofMilliseconds(millis);
    }
}
