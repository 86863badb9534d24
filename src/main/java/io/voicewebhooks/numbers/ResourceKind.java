package io.voicewebhooks.numbers;

import com.twilio.rest.Domains;
import java.util.Locale;

/**
 * What has a {@code VoiceUrl} at Twilio, with the names that differ between
 * <a href="https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource">phone numbers</a>,
 * <a href="https://www.twilio.com/docs/usage/api/applications">TwiML Apps</a>,
 * <a href="https://www.twilio.com/docs/voice/api/sip-domain-resource">SIP domains</a> and
 * <a href="https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/byoctrunk-resource">BYOC trunks</a>.
 */
enum ResourceKind {
    NUMBER(Domains.API, "IncomingPhoneNumbers", "incoming_phone_numbers", "PN", "phone_number", "StatusCallback"),
    APPLICATION(Domains.API, "Applications", "applications", "AP", "friendly_name", "StatusCallback"),
    DOMAIN(Domains.API, "SIP/Domains", "domains", "SD", "domain_name", "VoiceStatusCallbackUrl"),
    TRUNK(Domains.VOICE, "ByocTrunks", "byoc_trunks", "BY", "friendly_name", "StatusCallbackUrl");

    private final Domains product;
    private final String path;
    private final String key;
    private final String prefix;
    private final String name;
    private final String statusCallback;

    ResourceKind(Domains product, String path, String key, String prefix, String name, String statusCallback) {
        this.product = product;
        this.path = path;
        this.key = key;
        this.prefix = prefix;
        this.name = name;
        this.statusCallback = statusCallback;
    }

    Domains product() {
        return product;
    }

    /** Of the resources in a page. */
    String key() {
        return key;
    }

    /** Of their SIDs. */
    String prefix() {
        return prefix;
    }

    /** The field of what people call it. */
    String nameField() {
        return name;
    }

    /** The parameter for where the end of a call is reported. */
    String statusCallback() {
        return statusCallback;
    }

    /** The parameter for how. */
    String statusCallbackMethod() {
        return statusCallback.replaceFirst("Url$", "") + "Method";
    }

    String list(String accountSid) {
        return product == Domains.API ? "/2010-04-01/Accounts/" + accountSid + "/" + path + ".json" : "/v1/" + path;
    }

    String one(String accountSid, String sid) {
        return product == Domains.API
                ? "/2010-04-01/Accounts/" + accountSid + "/" + path + "/" + sid + ".json"
                : "/v1/" + path + "/" + sid;
    }

    /** The name in answers of a parameter of requests, for example {@code voice_url} of {@code VoiceUrl}. */
    static String field(String parameter) {
        return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
