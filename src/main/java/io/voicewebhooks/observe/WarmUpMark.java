package io.voicewebhooks.observe;

import io.voicewebhooks.config.OnePerContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * Tells the requests by which the application warms itself up from those of callers. Nothing of them is stored, counted or
 * logged. Such a request carries a token that is made at each start and is in the memory of this process alone. It lets nobody
 * in: the signature is checked as any other.
 */
public final class WarmUpMark {
    public static final String HEADER = "Voice-Webhooks-Warm-Up";

    private static final String PROPERTY = "voiceWarmUp";
    private static final int BYTES = 32;
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private final SecureRandom random = new SecureRandom();

    /** {@code null} before the warm-up; afterwards one of its requests may still be on the way. */
    private volatile byte[] token;

    private WarmUpMark() {}

    /** That of a context. */
    public static WarmUpMark of(CamelContext context) {
        return OnePerContext.of(context, WarmUpMark.class, WarmUpMark::new);
    }

    /** Expects such requests from now on. Returns the value of their header. */
    public String begin() {
        String made = made(BYTES);
        token = made.getBytes(StandardCharsets.US_ASCII);
        return made;
    }

    private String made(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }

    /** Whether there are such requests, so that it is worth looking for the header. */
    public boolean isExpected() {
        return token != null;
    }

    /** Marks an exchange whose request had the token in its header. */
    public void see(String header, Exchange exchange) {
        byte[] expected = token;
        if (expected != null
                && header != null
                && MessageDigest.isEqual(expected, header.getBytes(StandardCharsets.UTF_8))) {
            exchange.setProperty(PROPERTY, true);
            // whoever traces: this trace is not sampled
            exchange.getMessage()
                    .setHeader(TraceContext.TRACEPARENT, "00-" + made(TRACE_BYTES) + "-" + made(SPAN_BYTES) + "-00");
            // nobody has to be told of the answer, for nobody hears it
            VoiceMetrics.answers(exchange);
        }
    }

    public static boolean isOn(Exchange exchange) {
        return exchange.getProperty(PROPERTY) != null;
    }
}
