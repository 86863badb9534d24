package io.voicewebhooks.support;

import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Posts many signed webhooks in a short time, over connections that are kept. Waits for an answer as long as
 * Twilio does and repeats nothing. Any number of threads may use one.
 */
public final class LoadClient implements AutoCloseable {
    private static final String PATH = "/voice/status";
    /** Twilio's limits. */
    private static final int CONNECT_SECONDS = 5;

    private static final int ANSWER_SECONDS = 15;

    private final SignatureKey key = new SignatureKey(Twilio.TOKEN);
    private final CloseableHttpClient client;

    /**
     * @param connections at most so many at once to one listener
     */
    public LoadClient(int connections) {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(2 * connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .build())
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .build();
    }

    /**
     * Posts a call status callback.
     *
     * @param listener where an application listens, for example {@code http://127.0.0.1:8080}
     * @return the status of the answer
     * @throws IOException if nobody answered
     */
    public int post(String listener, String callSid, String status) throws IOException {
        return post(listener, PATH, Twilio.status(callSid, status), key);
    }

    /** Posts any form, signed with the token of the main account. */
    public int post(String listener, String path, List<Entry<String, String>> form) throws IOException {
        return post(listener, path, form, key);
    }

    /** Posts any form, signed with a token. */
    public int post(String listener, String path, List<Entry<String, String>> form, SignatureKey token)
            throws IOException {
        HttpPost request = new HttpPost(listener + path);
        request.setHeader("X-Twilio-Signature", token.sign(Twilio.PUBLIC_URL + path, form));
        request.setEntity(new StringEntity(Twilio.encode(form), ContentType.APPLICATION_FORM_URLENCODED));
        return client.execute(request, answer -> {
            EntityUtils.consume(answer.getEntity());
            return answer.getCode();
        });
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
