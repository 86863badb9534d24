package io.voicewebhooks.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code httpClient: "#timedHttpClient"} beside other options of an endpoint. */
@TestInstance(Lifecycle.PER_CLASS)
class EndpointClientsTest {
    private static final String TIMED = "?httpClient=#timedHttpClient&throwExceptionOnFailure=true";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        context.start();
    }

    @BeforeEach
    void nothingWasAsked() {
        requests.clear();
    }

    @AfterAll
    void stop() {
        end.countDown();
        context.stop();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String credentials = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestURI() + " " + credentials);
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/hangs" -> awaitEnd();
                case "/moved" -> exchange.getResponseHeaders().set("Location", url + "/elsewhere");
                default -> exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
            }
            boolean moved = exchange.getRequestURI().getPath().equals("/moved");
            exchange.sendResponseHeaders(moved ? 307 : credentials == null ? 401 : 204, -1);
        }
    }

    private void awaitEnd() {
        try {
            end.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String uri) {
        context.createProducerTemplate().sendBody(uri, "an event");
    }

    /** user:secret */
    @ParameterizedTest
    @CsvSource({"'', '/ null,/ Basic dXNlcjpzZWNyZXQ='", "&authenticationPreemptive=true, / Basic dXNlcjpzZWNyZXQ="})
    void theCredentialsOfAnEndpointAreSent(String more, String asked) {
        send(url + "/" + TIMED + "&authMethod=Basic&authUsername=user&authPassword=RAW(secret)" + more);

        assertThat(String.join(",", requests)).isEqualTo(asked);
    }

    @Test
    void itsProxyIsUsed() {
        assertThatThrownBy(() -> send("http://voice.invalid/x" + TIMED + "&proxyHost=127.0.0.1&proxyPort="
                        + server.getAddress().getPort()))
                .hasRootCauseInstanceOf(HttpOperationFailedException.class);

        assertThat(requests).containsExactly("http://voice.invalid/x null");
    }

    @Test
    void itsTimeOutHolds() {
        assertThatThrownBy(() -> send(url + "/hangs" + TIMED + "&responseTimeout=200"))
                .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whatTheClientPromisesHoldsBesideCredentials() {
        assertThatThrownBy(() -> send(url + "/moved" + TIMED + "&authMethod=Basic&authUsername=u&authPassword=p"))
                .hasRootCauseInstanceOf(HttpOperationFailedException.class);

        assertThat(requests).containsExactly("/moved null");
    }

    @Test
    void endpointsWithoutOptionsShareTheClient() {
        assertThat(client(url + "/a" + TIMED))
                .isSameAs(client(url + "/b" + TIMED))
                .isSameAs(context.getRegistry().lookupByName("timedHttpClient"))
                .isNotSameAs(client(url + "/a" + TIMED + "&authUsername=u&authPassword=p"));
    }

    private Object client(String uri) {
        return context.getEndpoint(uri, HttpEndpoint.class).getHttpClient();
    }
}
