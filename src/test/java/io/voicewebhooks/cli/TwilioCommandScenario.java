package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Somebody types the commands, against Twilio's REST API as its documentation tells it. */
abstract class TwilioCommandScenario {
    static final String OFFICE = "+15558675310";
    static final String SALES = "+15558675311";
    static final String INCOMING = "https://voice.example.com/voice/incoming#rc=5&rp=5xx,ct,rt";
    static final String STATUS = "https://voice.example.com/voice/status#rc=5&rp=5xx,ct,rt";

    final Properties settings = new Properties();
    RestServer twilio;
    RestAccount account;
    String out;
    String err;

    @BeforeEach
    void start() {
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        settings.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        settings.setProperty("twilio.auth-token", Twilio.TOKEN);
        settings.setProperty("twilio.api-url", twilio.url());
        settings.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        settings.setProperty("twilio.numbers", OFFICE);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    int run(String... args) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(settings);
            Terminal terminal = new Terminal(
                    new PrintStream(printed, true, StandardCharsets.UTF_8),
                    new PrintStream(complained, true, StandardCharsets.UTF_8),
                    () -> context,
                    name -> null);
            String[] all = new String[args.length + 1];
            all[0] = "twilio";
            System.arraycopy(args, 0, all, 1, args.length);
            return Commands.run(terminal, all);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            out = printed.toString(StandardCharsets.UTF_8);
            err = complained.toString(StandardCharsets.UTF_8);
        }
    }

    List<String> posts() {
        return twilio.requests().stream()
                .filter(each -> each.startsWith("POST"))
                .toList();
    }

    String now(String number, String field) {
        return account.get(number).path(field).asText();
    }
}
