package io.voicewebhooks.recording;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.delivery.MediaException;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.http.PublicAddresses;
import io.voicewebhooks.http.TimedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Fetches the audio of a recording from Twilio into the spool
 * (<a href="https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file">Recording media</a>). The
 * address is built from the checked SIDs and {@code twilio.api-url}; what a webhook calls RecordingUrl chooses no host. A
 * redirect is followed without credentials, over https, and to public addresses only unless {@code twilio.api-url} is none.
 */
public final class RecordingMedia implements AutoCloseable {
    /** Ids of SignalWire are UUIDs. */
    private static final String OR_UUID = "|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

    private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}" + OR_UUID);
    private static final Pattern RECORDING_SID = Pattern.compile("RE[0-9a-fA-F]{32}" + OR_UUID);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 3;

    private final String format;
    private final PublicAddresses hosts;
    private final MediaContent content;
    private final CloseableHttpClient twilio;
    private final CloseableHttpClient internet;

    RecordingMedia(Spool spool, String format) {
        this(
                spool,
                format,
                new PublicAddresses(SystemDefaultDnsResolver.INSTANCE, PublicAddresses::isPublic),
                MediaLimit.STANDARD);
    }

    RecordingMedia(Spool spool, String format, PublicAddresses hosts, MediaLimit limit) {
        this.content = new MediaContent(spool, limit);
        this.format = format;
        this.hosts = hosts;
        this.twilio = TimedHttpClient.builder(SystemDefaultDnsResolver.INSTANCE).build();
        this.internet = TimedHttpClient.builder(hosts).build();
    }

    /** Whether a text is the SID of a recording, so that it can be a part of an address. */
    public static boolean isSid(String recordingSid) {
        return RECORDING_SID.matcher(recordingSid).matches();
    }

    /**
     * Fetches into a new spool file, which the caller deletes. Where there is no file with both channels, Twilio answers 400,
     * and the other one is fetched; encrypted audio need not call itself audio.
     *
     * @throws UndeliverableException if it is gone for good (410), there is no such thing, or it is over the limit
     * @throws IOException            if it is not there yet (404), cannot be fetched whole, or is no audio
     */
    SpooledRecording fetch(Account account, String recordingSid, int channels, boolean encrypted)
            throws IOException, UndeliverableException {
        if (!ACCOUNT_SID.matcher(account.sid()).matches() || !isSid(recordingSid)) {
            throw new UndeliverableException(
                    "no recording can be fetched for the RecordingSid of this event: it is not RE and 32 hexadecimal digits");
        }
        String name = recordingSid + "." + format;
        String url = account.apiUrl() + "/2010-04-01/Accounts/" + account.sid() + "/Recordings/" + name;
        Answer answer = ask(account, url + (channels == 2 ? "?RequestedChannels=2" : ""), name, encrypted);
        if (answer.status() == 400 && channels == 2) {
            answer = ask(account, url, name, encrypted);
        }
        return switch (answer.status()) {
            case 200 -> answer.recording();
            case 404 -> throw new MediaException("the media server does not have the recording yet (404)");
            case 401 ->
                throw new MediaException(
                        "the media server answered 401: it refuses the credentials of " + account.sid());
            case 410 -> throw new UndeliverableException("the recording is gone for good (410): Twilio deleted it");
            default -> throw new MediaException("the media server answered " + answer.status());
        };
    }

    /** The status, and with 200 what was sent, or where a redirect leads. */
    private record Answer(int status, SpooledRecording recording, String location) {}

    private Answer ask(Account account, String url, String name, boolean encrypted)
            throws IOException, UndeliverableException {
        HttpGet request = new HttpGet(url);
        byte[] credentials = (account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8);
        request.setHeader(
                HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credentials));
        CloseableHttpClient client = twilio;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Answer answer = execute(client, request, name, encrypted);
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            // a new request: the storage behind the redirect must not see our credentials
            request = new HttpGet(redirect(request, answer.location()));
            // and no redirect leads into our own network, unless Twilio's address is there already
            client = hosts.isPublic(URI.create(account.apiUrl()).getHost()) ? internet : twilio;
        }
        throw new MediaException("the recording was redirected more than " + MOST_REDIRECTS + " times");
    }

    /** A failure on the way to Twilio says nothing of the sink that wants the audio. */
    private Answer execute(CloseableHttpClient client, HttpGet request, String name, boolean encrypted)
            throws MediaException, UndeliverableException {
        try {
            return client.execute(request, response -> {
                try {
                    return answer(response, name, encrypted);
                } catch (MediaLimit.ExceededException e) {
                    // or the client would read on to the end
                    request.cancel();
                    throw e;
                }
            });
        } catch (MediaException e) {
            throw e;
        } catch (MediaLimit.ExceededException e) {
            throw new UndeliverableException(e.getMessage());
        } catch (IOException e) {
            throw new MediaException("the recording could not be fetched", e);
        }
    }

    private Answer answer(ClassicHttpResponse response, String name, boolean encrypted) throws IOException {
        int status = response.getCode();
        if (REDIRECTS.contains(status)) {
            Header location = response.getFirstHeader(HttpHeaders.LOCATION);
            if (location == null) {
                throw new MediaException("the media server answered " + status + " without a Location");
            }
            return new Answer(status, null, location.getValue());
        }
        if (status != 200) {
            return new Answer(status, null, null);
        }
        return new Answer(status, content.spooled(response.getEntity(), name, encrypted), null);
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
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new MediaException("the media server redirected to something that is no URL");
        }
    }

    @Override
    public void close() throws IOException {
        twilio.close();
        internet.close();
    }
}
