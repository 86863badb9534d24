package io.voicewebhooks.sink.email;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.twiml.Templates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.mail.MailConstants;

/**
 * The bean {@code mail}: makes the message of an event from the templates {@code routes/email/<name>.html} and
 * {@code .txt}. They see every parameter of the event by its Twilio name, the variables of the route, and
 * {@code caller}, {@code called}, {@code time}, {@code duration} (minutes:seconds), {@code kind}, {@code callSid} and
 * {@code encrypted} (whether the archived audio is).
 */
public final class Mail {
    /** What is there in every mail, beside the parameters of the event and the variables of the route. */
    public static final Set<String> NAMES =
            Set.of("caller called time duration kind callSid encrypted audioLink event context archive".split(" "));

    private final Templates templates;

    Mail(CamelContext context) {
        this.templates = new Templates(context);
    }

    /**
     * Replaces body and headers. Subject is the route's own ({@code subject}), sender and recipients are those of the
     * endpoint; the Message-ID is made of the event's id, so that every try is the same mail.
     *
     * @param name    of the templates, for example {@code voicemail}
     * @param subject from the route; control characters are left out
     */
    public void message(String name, String subject, Exchange exchange, @Variable("event") VoiceEvent event) {
        Map<String, Object> model = model(exchange, event);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader("Subject", subject.replaceAll("\\p{Cntrl}", " "));
        message.setHeader("Message-ID", "<" + event.id() + "@voice-webhooks>");
        message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        message.setHeader(MailConstants.MAIL_ALTERNATIVE_BODY, templates.render("email/" + name + ".txt", model));
        message.setBody(templates.render("email/" + name + ".html", model));
    }

    private static Map<String, Object> model(Exchange exchange, VoiceEvent event) {
        Map<String, Object> model = new LinkedHashMap<>(event.data());
        // {{context.from}} is a part of the signed context, not a parameter that a caller gave this name
        model.keySet().removeIf(name -> name.contains("."));
        model.put("audioLink", "");
        model.putAll(exchange.getVariables());
        model.put("caller", known(event.nested("context", "from"), event.text("From")));
        model.put("called", known(event.nested("context", "to"), event.text("To")));
        model.put("time", event.time().replace('T', ' ').replaceAll("(\\.\\d+)?Z$", " UTC"));
        model.put("duration", minutes(event.text("RecordingDuration")));
        model.put("kind", event.kind());
        model.put("callSid", known(event.callsid() == null ? "" : event.callsid()));
        model.put("encrypted", event.nested("archive", "encrypted").equals("true"));
        return model;
    }

    private static String known(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElse("unknown");
    }

    private static String minutes(String seconds) {
        return seconds.matches("\\d{1,6}")
                ? "%d:%02d".formatted(Integer.parseInt(seconds) / 60, Integer.parseInt(seconds) % 60)
                : "unknown";
    }
}
