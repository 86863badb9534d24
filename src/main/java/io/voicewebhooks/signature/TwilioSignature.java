package io.voicewebhooks.signature;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.TraceContext;
import io.voicewebhooks.observe.VoiceMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.MDC;

/**
 * The bean {@code twilioSignature}, first step of every route below {@code /voice/}. It lets in what Twilio signed and
 * answers everything else itself: 403 (not signed by Twilio), 405, 415, 400. JSON is let in where the signed URL has its
 * SHA-256; the parameters are then those of the URL. It is the exchange property {@value #JSON}, and the body of a route whose
 * endpoint {@code consumes} JSON.
 *
 * <p>What it lets in goes on with a new body, the {@link SignedParameters}, and without any header: form fields, query
 * parameters and HTTP headers are what a caller or a stranger wrote, and Camel's components obey headers.
 */
public final class TwilioSignature implements Processor {
    /** Exchange property, once the signature was found right: the public URL under which Twilio called, {@link PublicUrl}. */
    public static final String PUBLIC_URL = "voicePublicUrl";
    /** Exchange property: the {@link SignedParameters}, whatever becomes of the body. */
    public static final String PARAMETERS = "voiceParameters";
    /** Parameter of the URL of a request with JSON. */
    public static final String BODY_HASH = "bodySHA256";
    /** Exchange property: a body of JSON, as text. */
    public static final String JSON = "voiceJson";
    /**
     * Exchange property: the header {@code I-Twilio-Idempotency-Token}, the same whenever Twilio repeats a request. It is not
     * signed: it may tell two equal requests from each other, and no more.
     */
    public static final String TOKEN = "voiceIdempotencyToken";
    /** The key of the CallSid in log lines (MDC). */
    public static final String MDC_CALL_SID = "callSid";

    /** Exchange property: the body of the request as it came, a Vert.x {@link Buffer}. */
    public static final String FORM = "voiceForm";

    private static final String FORM_TYPE = "application/x-www-form-urlencoded";

    private final Carrier carrier;
    private final SignatureVerifier verifier;
    private final RefusalLog refusals;
    private final VoiceMetrics metrics;

    public TwilioSignature(CamelContext context) {
        this(Settings.of(context), VoiceMetrics.of(context));
    }

    /** With other accounts and public URLs than those of the context. */
    public TwilioSignature(Settings settings, VoiceMetrics metrics) {
        this.carrier = Carrier.of(settings);
        this.verifier = new SignatureVerifier(
                settings.publicUrls(),
                settings.accounts().values(),
                settings.mainAccount().sid(),
                settings.signingKeys(),
                carrier);
        this.refusals = new RefusalLog(settings.publicUrls(), System::nanoTime);
        this.metrics = metrics;
        for (Refusal refusal : Refusal.values()) {
            metrics.mayRejectSignature(refusal.label());
        }
    }

    @Override
    public void process(Exchange exchange) {
        MDC.remove(MDC_CALL_SID);
        MDC.remove(TraceContext.MDC_TRACE_ID);
        TraceContext.log(exchange);
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        if (message == null || message.getRequest() == null) {
            throw new IllegalStateException("twilioSignature is for routes that begin with platform-http on Vert.x");
        }
        HttpServerRequest http = message.getRequest();
        String method = http.method().name();
        boolean post = method.equals("POST");
        boolean json = post && (takesJson(exchange.getFromEndpoint()) || BodyHash.isSent(http));
        if (!post && !method.equals("GET")) {
            reply(exchange, 405, "use GET or POST");
            exchange.getMessage().setHeader("Allow", "GET, POST");
            return;
        }
        if (post && !json && !isForm(http.getHeader("Content-Type"))) {
            reply(exchange, 415, "use " + FORM_TYPE);
            return;
        }
        try {
            TwilioRequest request = new TwilioRequest(
                    method,
                    http.uri(),
                    QueryString.parse(http.uri()),
                    post && !json ? form(exchange, http) : List.of(),
                    carrier.signatures(http.headers()),
                    SigningKeyHeader.of(
                            http.headers().getAll(SigningKeyHeader.SETTINGS),
                            http.headers().getAll(SigningKeyHeader.BETA)));
            exchange.setProperty(TOKEN, http.getHeader("I-Twilio-Idempotency-Token"));
            accept(exchange, request, json ? body(exchange) : null);
        } catch (BadWebhookException e) {
            reply(exchange, 400, e.getMessage());
        }
    }

    /**
     * Lets a request in, or replies 403; however the request came here.
     *
     * @throws BadWebhookException if it is signed, but one of Twilio's names came twice with different values
     */
    public void accept(Exchange exchange, TwilioRequest request) {
        accept(exchange, request, null);
    }

    private void accept(Exchange exchange, TwilioRequest request, byte[] json) {
        SignatureVerifier.Verdict verdict = verifier.verify(request);
        Refusal refusal = verdict.accepted() && json != null && !BodyHash.isOf(json, request)
                ? Refusal.BODY_MISMATCH
                : verdict.refusal();
        if (refusal != null) {
            refusals.add(refusal, request);
            metrics.signatureRejected(refusal.label());
            reply(exchange, 403, "not signed by Twilio for this address");
            return;
        }
        // first, because it says that Twilio has signed what may yet be refused
        exchange.setProperty(PUBLIC_URL, verdict.publicUrl());
        SignedParameters parameters = SignedParameters.of(request);
        exchange.setProperty(PARAMETERS, parameters);
        if (json != null) {
            exchange.setProperty(JSON, new String(json, StandardCharsets.UTF_8));
        }
        boolean bodyIsJson = json != null && takesJson(exchange.getFromEndpoint());
        replaceMessage(exchange, bodyIsJson ? exchange.getProperty(JSON) : parameters);
        MDC.put(MDC_CALL_SID, LogText.of(parameters.text("CallSid")));
    }

    /** Vert.x has looked at the type already. */
    private static boolean takesJson(Endpoint from) {
        return from instanceof PlatformHttpEndpoint http
                && http.getConsumes() != null
                && http.getConsumes().contains("json");
    }

    private static byte[] body(Exchange exchange) {
        return exchange.removeProperty(FORM) instanceof Buffer body
                ? body.getBytes()
                : Objects.requireNonNullElse(exchange.getMessage().getBody(byte[].class), new byte[0]);
    }

    /** Camel's own engine has decoded the form already. */
    private static List<Entry<String, String>> form(Exchange exchange, HttpServerRequest http) {
        return exchange.removeProperty(FORM) instanceof Buffer form
                ? FormFields.parse(form.getBytes())
                : http.formAttributes().entries();
    }

    private static boolean isForm(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM_TYPE);
    }

    private static void reply(Exchange exchange, int status, String text) {
        Message reply = replaceMessage(exchange, text.getBytes(StandardCharsets.UTF_8));
        reply.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        reply.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
        exchange.setRouteStop(true);
    }

    private static Message replaceMessage(Exchange exchange, Object body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(body);
        return message;
    }
}
