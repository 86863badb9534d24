package io.voicewebhooks.rest;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Twilio's REST API for every configured account, the main one first. */
public final class TwilioApis implements AutoCloseable {
    private final Map<String, TwilioApi> apis = new LinkedHashMap<>();

    public TwilioApis(Collection<Account> accounts) {
        accounts.forEach(account -> apis.put(account.sid(), new TwilioApi(account)));
    }

    /** That of an application, which is closed with it. */
    public static TwilioApis of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("twilioApis", TwilioApis.class);
    }

    static TwilioApis open(CamelContext context) {
        return new TwilioApis(Settings.of(context).accounts().values());
    }

    /** In the order of the configuration. */
    public Collection<TwilioApi> all() {
        return apis.values();
    }

    /** That of an account, null if it is not configured. */
    public TwilioApi of(String accountSid) {
        return apis.get(accountSid);
    }

    @Override
    public void close() throws IOException {
        for (TwilioApi api : apis.values()) {
            api.close();
        }
    }
}
