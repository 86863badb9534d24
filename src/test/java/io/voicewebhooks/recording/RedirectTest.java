package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.delivery.MediaException;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.http.PublicAddresses;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a redirect of Twilio's leads. In these tests 127.0.0.1 is the internet, with Twilio on it, and 127.0.0.2 is a machine
 * of our own network that must not be asked for anything.
 */
class RedirectTest {
    private static final byte[] AUDIO = "RIFF audio WAVE".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private final String recording = Twilio.recordingSid();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private RecordingServer twilio;
    private HttpServer inside;

    @BeforeEach
    void start() throws IOException {
        twilio = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        inside = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        inside.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            RecordingServer.send(exchange, 200, "audio/x-wav", AUDIO);
        });
        inside.start();
    }

    @AfterEach
    void stop() {
        inside.stop(0);
        twilio.close();
    }

    @Test
    void storageOnTheInternetIsAskedWithoutCredentials() throws Exception {
        redirects(twilio.url() + "/storage/audio");
        twilio.holds("audio", AUDIO);

        SpooledRecording fetched = fetch(systemNames());

        assertThat(fetched.file()).hasBinaryContent(AUDIO);
        assertThat(twilio.requests()).last().isEqualTo("/storage/audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "2130706434", "0x7f000002", "127.2", "[::ffff:127.0.0.2]"})
    void aMachineOfOurNetworkIsNotAskedHoweverItIsSpelt(String host) {
        redirects("http://" + host + ":" + inside.getAddress().getPort() + "/storage/audio");

        assertThatThrownBy(() -> fetch(systemNames())).isInstanceOf(MediaException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aMachineOfOurNetworkIsNotAskedByAnyName() {
        redirects("http://storage.example.com:" + inside.getAddress().getPort() + "/audio");

        assertThatThrownBy(() -> fetch(names(host -> "127.0.0.2")))
                .isInstanceOf(MediaException.class)
                .hasStackTraceContaining("storage.example.com is not on the public internet");
        assertThat(asked).isEmpty();
    }

    @Test
    void aNameThatChangesItsAddressAfterItWasLookedUpGainsNothing() {
        redirects("http://storage.example.com:" + inside.getAddress().getPort() + "/audio");
        AtomicInteger lookups = new AtomicInteger();

        // whoever looks twice, to check and then to dial, sees the internet first and our network afterwards
        assertThatThrownBy(() -> fetch(names(host -> lookups.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2")))
                .isInstanceOf(MediaException.class);
        assertThat(asked).isEmpty();
        assertThat(lookups).hasValue(1);
    }

    @Test
    void aSecondRedirectIsJudgedLikeTheFirst() {
        redirects(twilio.url() + "/storage/next");
        twilio.answers("next", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.2:" + inside.getAddress().getPort() + "/audio");
            exchange.sendResponseHeaders(307, -1);
        });

        assertThatThrownBy(() -> fetch(systemNames())).isInstanceOf(MediaException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void whereTwilioItselfIsInOurNetworkItsStorageMayBeThereToo() throws Exception {
        redirects("http://127.0.0.2:" + inside.getAddress().getPort() + "/audio");
        PublicAddresses nothingIsPublic = new PublicAddresses(systemNames(), address -> false);

        assertThat(fetch(nothingIsPublic).file()).hasBinaryContent(AUDIO);
        assertThat(asked).containsExactly("/audio");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/audio",
                "jar:http://127.0.0.1!/audio",
                "gopher://127.0.0.1/",
                "http://user:password@127.0.0.1/audio",
                "//",
                "http://",
                "http:///audio",
                "\u0000",
                "http://exa mple.com/"
            })
    void anythingThatIsNoPlainAddressIsRefused(String location) {
        redirects(location);

        assertThatThrownBy(() -> fetch(systemNames())).isInstanceOf(MediaException.class);
        assertThat(twilio.requests()).hasSize(1);
    }

    private void redirects(String location) {
        twilio.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    private SpooledRecording fetch(DnsResolver names) throws IOException, UndeliverableException {
        return fetch(
                new PublicAddresses(names, address -> !address.getHostAddress().equals("127.0.0.2")));
    }

    private SpooledRecording fetch(PublicAddresses hosts) throws IOException, UndeliverableException {
        Account account =
                new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, twilio.url());
        try (RecordingMedia media = new RecordingMedia(new Spool(() -> dir), "wav", hosts, MediaLimit.STANDARD)) {
            return media.fetch(account, recording, 1, false);
        }
    }

    private interface Names {
        String address(String host);
    }

    private static DnsResolver systemNames() {
        return names(host -> host);
    }

    /** A domain name system that knows addresses, and says of names what a test wants. */
    private static DnsResolver names(Names names) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                boolean isName = host.matches("(?i).*[g-wyz].*");
                return InetAddress.getAllByName(isName ? names.address(host) : host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
