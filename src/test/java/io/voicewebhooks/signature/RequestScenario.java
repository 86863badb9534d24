package io.voicewebhooks.signature;

import com.twilio.security.RequestValidator;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * A request as Twilio sends it, and the application that gets it: valid unless a test changes one thing. Twilio signs the
 * URL that it calls; the application sees the target that arrives and knows its own public URLs.
 */
final class RequestScenario {
    static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
    static final String OTHER_ACCOUNT = "AC" + "fedcba9876543210".repeat(2);
    static final String TOKEN = "main-token";
    static final String OTHER_TOKEN = "other-token";

    private final List<Entry<String, String>> form = new ArrayList<>();
    private final Map<String, List<String>> accounts = new LinkedHashMap<>();
    private List<String> publicUrls = List.of("https://voice.example.com");
    private String called;
    private String target;
    private String signedWith = TOKEN;
    private List<String> signatures;
    private SigningKeyHeader sharedKey;

    private RequestScenario(String target) {
        this.target = target;
        this.called = "https://voice.example.com" + target;
        accounts.put(ACCOUNT, List.of(TOKEN));
        accounts.put(OTHER_ACCOUNT, List.of(OTHER_TOKEN));
    }

    static RequestScenario post() {
        return new RequestScenario("/voice/status")
                .withField("AccountSid", ACCOUNT)
                .withField("CallSid", "CA1")
                .withField("CallStatus", "completed")
                .withField("CalledCity", "")
                .withField("CallerName", "Zoë & Søn 😀 +1")
                .withField("From", "+15558675310");
    }

    static RequestScenario get() {
        return new RequestScenario("/voice/incoming?tenant=7&AccountSid=" + ACCOUNT
                + "&CallSid=CA1&CallStatus=ringing&From=%2B15558675310&CallerName=Zo%C3%AB%20%26%20S");
    }

    /** The URL that Twilio calls; the target follows it unless a proxy changes that. */
    RequestScenario calling(String url) {
        called = url;
        target = url.substring(url.indexOf('/', url.indexOf("://") + 3));
        return this;
    }

    /** What arrives behind a proxy. */
    RequestScenario arrivingAs(String newTarget) {
        target = newTarget;
        return this;
    }

    RequestScenario withPublicUrls(String... urls) {
        publicUrls = List.of(urls);
        return this;
    }

    RequestScenario withTokens(String... tokens) {
        accounts.put(ACCOUNT, List.of(tokens));
        return this;
    }

    RequestScenario signedWith(String token) {
        signedWith = token;
        return this;
    }

    RequestScenario withField(String name, String value) {
        form.add(Map.entry(name, value));
        return this;
    }

    RequestScenario withoutField(String name) {
        form.removeIf(field -> field.getKey().equals(name));
        return this;
    }

    RequestScenario withAccount(String sid) {
        return withoutField("AccountSid").withField("AccountSid", sid);
    }

    RequestScenario withSignatures(String... values) {
        signatures = List.of(values);
        return this;
    }

    /** What the two headers of shared keys say, those of the beta second. */
    RequestScenario withSettings(List<String> settings, List<String> beta) {
        sharedKey = SigningKeyHeader.of(settings, beta);
        return this;
    }

    /** Keeps the signature of the request as it is now: what changes from here on was not signed. */
    RequestScenario signedBefore() {
        signatures = List.of(signature());
        return this;
    }

    /** The header that Twilio sends with this request. */
    String signature() {
        return new SignatureKey(signedWith).sign(called, form);
    }

    /** What twilio-java says of it. It knows one value a name, so repeated fields are not for it. */
    boolean twilioAccepts() {
        Map<String, String> fields = new LinkedHashMap<>();
        form.forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new RequestValidator(signedWith).validate(called, fields, signature());
    }

    SignatureVerifier.Verdict verdict() {
        List<Account> known = accounts.entrySet().stream()
                .map(entry -> new Account(entry.getKey(), entry.getValue(), "user", "password", "https://api"))
                .toList();
        return new SignatureVerifier(publicUrls.stream().map(PublicUrl::of).toList(), known, ACCOUNT, Map.of())
                .verify(request());
    }

    /** What the application reads of it. */
    TwilioRequest request() {
        String bytes = new String(target.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return new TwilioRequest(
                form.isEmpty() ? "GET" : "POST",
                bytes,
                QueryString.parse(bytes),
                form,
                signatures == null ? List.of(signature()) : signatures,
                sharedKey);
    }

    Refusal refusal() {
        return verdict().refusal();
    }
}
