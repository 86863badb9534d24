package io.voicewebhooks.twiml;

import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.AccessLog;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * The bean {@code twiml}: answers a caller with a template of {@code routes/twiml/}. What a template sees is told by
 * {@link TwimlModel}.
 */
public final class Twiml {
    /**
     * How Twilio repeats a callback: five times, after a 5xx answer and after connect and read time-outs. By default it
     * repeats none after a 5xx (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
     */
    public static final String RETRY = "#rc=5&rp=5xx,ct,rt";

    public static final String CONTENT_TYPE = "text/xml; charset=utf-8";

    /** Exchange property: the file of the template, for example {@code twiml/voicemail.de-DE.xml}. */
    public static final String FILE = "voiceTwimlFile";

    /** Header of a reply that is the fallback, for those who test; Twilio ignores it. */
    public static final String MARK = "Voice-Webhooks";

    /** The value of {@link #MARK}. */
    public static final String FALLBACK = "fallback";

    private static final Logger LOG = LoggerFactory.getLogger(Twiml.class);
    /** The variable of a flow that chooses the language; the one that the fallback sees too. */
    private static final String LANGUAGE = "context.language";

    private static final String DOCUMENT = "voiceTwiml";
    /** What Twilio takes for TwiML (https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application). */
    private static final Set<String> TYPES = Set.of("", "text/xml", "application/xml", "text/html");
    /** Bytes; Twilio refuses longer documents (https://www.twilio.com/docs/api/errors/11750). */
    private static final int LONGEST = 64 << 10;

    private static final byte[] LAST_RESORT = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>"
                    + "We are sorry, your call cannot be taken at the moment.</Say><Hangup/></Response>")
            .getBytes(StandardCharsets.UTF_8);

    private final CamelContext context;
    private final Templates templates;
    private final TwimlModel models;
    /** The files, since some are looked for in the language of a call. */
    private final Set<String> names;

    Twiml(CamelContext context) {
        this.context = context;
        this.templates = new Templates(context);
        this.models = new TwimlModel(context);
        this.names = Set.copyOf(TemplateFiles.names(context));
    }

    /**
     * Replaces the message by the reply: status 200 and the rendered template, without any other header. Where there is a
     * template in the language of the call, {@code voicemail.de-DE.xml}, it is taken instead.
     *
     * @param template name in {@code routes/twiml/} without its extension, for example {@code voicemail}
     * @throws TemplateException if it cannot be rendered, or is no TwiML then
     */
    public void reply(String template, Exchange exchange) {
        PublicUrl url = exchange.getProperty(TwilioSignature.PUBLIC_URL, PublicUrl.class);
        SignedParameters parameters = exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
        TwimlModel.Model model = models.of(url, parameters, exchange.getVariables());
        String file = file(template, model);
        reply(exchange, document(file, model));
        exchange.setProperty(AccessLog.TEMPLATE, template);
        exchange.setProperty(FILE, file);
    }

    /** Replies with the fallback document, which cannot fail. */
    public void fallback(Exchange exchange) {
        exchange.setProperty(VoiceMetrics.FALLBACK, true);
        if (exchange.getMessage().getBody() instanceof SignedParameters sent && sent.containsKey("ErrorCode")) {
            LOG.warn("Twilio asked for the fallback, ErrorCode {}", LogText.of(sent.text("ErrorCode")));
        }
        Object language = exchange.getVariables().get(LANGUAGE);
        PublicUrl url = exchange.getProperty(TwilioSignature.PUBLIC_URL, PublicUrl.class);
        SignedParameters parameters = exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
        reply(exchange, fallback(url, parameters, language == null ? Map.of() : Map.of(LANGUAGE, language)));
        exchange.getMessage().setHeader(MARK, FALLBACK);
        exchange.setProperty(AccessLog.TEMPLATE, FALLBACK);
    }

    /** Whether the reply of an exchange is what this bean made of it. */
    public static boolean isReply(Exchange exchange) {
        Object document = exchange.getProperty(DOCUMENT);
        return document != null && document == exchange.getMessage().getBody();
    }

    /**
     * Looks at a document that a route has made in another way, and at its Content-Type, empty for none.
     *
     * @throws TemplateException if Twilio would not take it for TwiML
     */
    public static void check(byte[] document, String type) {
        if (!TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw new TemplateException("its Content-Type is " + type, null);
        }
        if (document.length > LONGEST) {
            throw new TemplateException(tooLong(document), null);
        }
        try {
            Xml.parse(new String(document, StandardCharsets.UTF_8), new DefaultHandler2() {
                private boolean inside;

                @Override
                public void startElement(String uri, String localName, String name, Attributes attributes)
                        throws SAXException {
                    if (!inside && !name.equals("Response")) {
                        throw new SAXException("the root element is <" + name + ">");
                    }
                    inside = true;
                }
            });
        } catch (SAXException e) {
            throw new TemplateException(e.getMessage(), e);
        }
    }

    private static String tooLong(byte[] document) {
        return "a document of " + document.length + " bytes; Twilio takes at most " + LONGEST;
    }

    /**
     * The fallback document, made without a route's variables: {@code fallback.xml}, and where even that is broken a
     * sentence.
     */
    public byte[] fallback(PublicUrl url, SignedParameters parameters) {
        return fallback(url, parameters, Map.of());
    }

    private byte[] fallback(PublicUrl url, SignedParameters parameters, Map<String, Object> language) {
        try {
            TwimlModel.Model model = models.of(url, parameters, language);
            return document(file("fallback", model), model);
        } catch (RuntimeException e) {
            LOG.error("the fallback document failed too: {}", Cause.of(e));
            return LAST_RESORT.clone();
        }
    }

    private String file(String template, TwimlModel.Model model) {
        return model.language()
                .map(language -> "twiml/" + template + "." + language + ".xml")
                .filter(names::contains)
                .orElse("twiml/" + template + ".xml");
    }

    private byte[] document(String name, TwimlModel.Model model) {
        String text = templates.render(name, model.variables(templates.dialled(name)));
        byte[] document = text.getBytes(StandardCharsets.UTF_8);
        if (document.length > LONGEST) {
            throw new TemplateException(TemplateFiles.path(context, name) + " makes " + tooLong(document), null);
        }
        if (!templates.isEscaped(name)) {
            try {
                Xml.parse(text, new DefaultHandler2());
            } catch (SAXException e) {
                throw new TemplateException(TemplateFiles.path(context, name) + ": " + e.getMessage(), e);
            }
        }
        return document;
    }

    private static void reply(Exchange exchange, byte[] document) {
        Message reply = exchange.getMessage();
        reply.removeHeaders("*");
        reply.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        reply.setHeader(Exchange.CONTENT_TYPE, CONTENT_TYPE);
        reply.setBody(document);
        exchange.setProperty(DOCUMENT, document);
    }
}
