package io.voicewebhooks.recording;

import io.voicewebhooks.config.Account;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches the audio of a recording from Twilio into the spool
 * (<a href="https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file">Recording media</a>). The
 * address is built from the checked SIDs and {@code twilio.api-url}; what a webhook calls RecordingUrl chooses no host.
 */
public final class RecordingMedia implements AutoCloseable {
    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");
    private static final Pattern RECORDING_SID = Pattern.compile("RE[0-9a-fA-F]{32}");
    private static final Set<String> AUDIO =
            Set.of("audio/x-wav", "audio/wav", "audio/wave", "audio/mpeg", "audio/mp3");
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 3;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout READ = Timeout.ofSeconds(30);

    private final Spool spool;
    private final String format;
    private final CloseableHttpClient client;

    /**
     * @param format {@code wav} or {@code mp3}
     */
    public RecordingMedia(Spool spool, String format) {
        this.spool = spool;
        this.format = format;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
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

    /**
     * Fetches into a new spool file, which the caller deletes.
     *
     * @throws NotReadyException if Twilio does not have the file yet (404)
     * @throws IOException       if it cannot be fetched whole, or is no audio
     */
    public SpooledRecording fetch(Account account, String recordingSid, int channels) throws IOException {
        if (!ACCOUNT_SID.matcher(account.sid()).matches()
                || !RECORDING_SID.matcher(recordingSid).matches()) {
            throw new MediaException(
                    "no recording can be fetched for the RecordingSid of this event: it is not RE and 32 hexadecimal digits");
        }
        URI uri = URI.create(account.apiUrl() + "/2010-04-01/Accounts/" + account.sid() + "/Recordings/" + recordingSid
                + "." + format + (channels == 2 ? "?RequestedChannels=2" : ""));
        HttpGet request = new HttpGet(uri);
        String credentials = account.user() + ":" + account.password();
        request.setHeader(
                HttpHeaders.AUTHORIZATION,
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString(credentials.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return fetch(request, recordingSid, MOST_REDIRECTS);
    }

    private SpooledRecording fetch(HttpGet request, String recordingSid, int redirectsLeft) throws IOException {
        Object answer = execute(request, recordingSid);
        if (answer instanceof SpooledRecording recording) {
            return recording;
        }
        if (redirectsLeft == 0) {
            throw new MediaException("the recording was redirected more than " + MOST_REDIRECTS + " times");
        }
        // a new request: the storage behind the redirect must not see our credentials
        return fetch(new HttpGet(redirect(request, (String) answer)), recordingSid, redirectsLeft - 1);
    }

    private Object execute(HttpGet request, String recordingSid) throws IOException {
        try {
            return client.execute(request, response -> answer(response, recordingSid));
        } catch (MediaException e) {
            throw e;
        } catch (IOException e) {
            throw new MediaException("the recording could not be fetched: " + e, e);
        }
    }

    private Object answer(ClassicHttpResponse response, String recordingSid) throws IOException {
        int status = response.getCode();
        if (REDIRECTS.contains(status)) {
            Header location = response.getFirstHeader(HttpHeaders.LOCATION);
            if (location == null) {
                throw new MediaException("the media server answered " + status + " without a Location");
            }
            return location.getValue();
        }
        if (status == 404) {
            throw new NotReadyException("the media server does not have the recording yet (404)");
        }
        if (status != 200) {
            throw new MediaException("the media server answered " + status);
        }
        HttpEntity entity = response.getEntity();
        String type = entity == null || entity.getContentType() == null
                ? ""
                : entity.getContentType().split(";")[0].strip();
        if (!AUDIO.contains(type.toLowerCase(Locale.ROOT))) {
            throw new MediaException("the media server sent \"" + type + "\" instead of audio");
        }
        return spool.write(recordingSid + "." + format, entity.getContent(), entity.getContentLength());
    }

    private static URI redirect(HttpGet request, String location) throws IOException {
        try {
            URI from = request.getUri();
            URI to = from.resolve(location);
            boolean allowed =
                    "https".equals(to.getScheme()) || "http".equals(to.getScheme()) && "http".equals(from.getScheme());
            if (!allowed || to.getHost() == null || to.getRawUserInfo() != null) {
                throw new MediaException("the media server redirected to an address that is not https");
            }
            return to;
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            throw new MediaException("the media server redirected to something that is no URL");
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
