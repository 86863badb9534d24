package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.http.PublicAddresses;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams without an end are given up for good, and nothing of them stays. */
@Timeout(120)
class MediaLimitTest {
    private static final int BYTES = 1 << 20;
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path dir;

    private final String recording = Twilio.recordingSid();
    private RecordingServer twilio;

    @BeforeEach
    void start() {
        twilio = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    @Test
    void aRecordingOfAsManyBytesAsAreAllowedIsFetched() throws Exception {
        twilio.holds(recording, new byte[BYTES]);

        assertThat(fetch(new MediaLimit(BYTES, LONG)).bytes()).isEqualTo(BYTES);
    }

    @Test
    void aStreamWithoutAnEndIsGivenUpAtSoManyBytes() {
        streams(false);

        assertGivenUp(new MediaLimit(BYTES, LONG), "the recording has more than 1048576 bytes");
    }

    @Test
    void soIsOneThatIsSmallAsItIsSent() {
        streams(true);

        assertGivenUp(new MediaLimit(BYTES, LONG), "the recording has more than 1048576 bytes");
    }

    @Test
    void aStreamThatTakesTooLongIsGivenUp() {
        streams(false);

        assertGivenUp(
                new MediaLimit(Long.MAX_VALUE, Duration.ofMillis(100)), "the recording has not come whole in 0 s");
    }

    private void assertGivenUp(MediaLimit limit, String reason) {
        assertThatThrownBy(() -> fetch(limit))
                .isInstanceOf(UndeliverableException.class)
                .hasMessage(reason);
        assertThat(dir).isEmptyDirectory();
    }

    /** Goes on until the client is gone. */
    private void streams(boolean packed) {
        twilio.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "audio/x-wav");
            if (packed) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, 0);
            byte[] silence = new byte[8192];
            try (OutputStream out =
                    packed ? new GZIPOutputStream(exchange.getResponseBody(), true) : exchange.getResponseBody()) {
                while (true) {
                    out.write(silence);
                }
            }
        });
    }

    private SpooledRecording fetch(MediaLimit limit) throws IOException, UndeliverableException {
        PublicAddresses hosts = new PublicAddresses(SystemDefaultDnsResolver.INSTANCE, address -> true);
        try (RecordingMedia media = new RecordingMedia(new Spool(() -> dir), "wav", hosts, limit)) {
            return media.fetch(
                    new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), Twilio.ACCOUNT, Twilio.TOKEN, twilio.url()),
                    recording,
                    1,
                    false);
        }
    }
}
