package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.cli.Commands;
import io.voicewebhooks.cli.Terminal;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The configuration of numbers.md leads to the plan that the page shows. */
class NumbersPageTest {
    private static final Map<String, String> AS_WANTED = Map.of(
            "voice_url", "https://voice.example.com/voice/incoming#rc=5&rp=5xx,ct,rt",
            "voice_fallback_url", "https://fallback.example.net/voice.xml",
            "status_callback", "https://voice.example.com/voice/status#rc=5&rp=5xx,ct,rt");

    @Test
    void thePlanIsTheOneOfThePage() throws IOException {
        Manual page = Manual.read().page("numbers");
        Properties settings = new Properties();
        settings.load(new StringReader(page.blocks("properties").get(0)));
        try (RestServer twilio = RestServer.start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            settings.putAll(Map.of(
                    "twilio.account-sid", Twilio.ACCOUNT,
                    "twilio.auth-token", Twilio.TOKEN,
                    "twilio.api-url", twilio.url(),
                    "voice.public-url", Twilio.PUBLIC_URL));
            context.getPropertiesComponent().setInitialProperties(settings);
            RestAccount account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
            String office = account.number("+15558675310", AS_WANTED);
            account.number("+15558675311", AS_WANTED);
            account.changeInConsole(office, "voice_url", "https://old.example.com/twiml");
            account.changeInConsole(office, "voice_method", "GET");
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

            int status = Commands.run(new Terminal(out, out, () -> context, name -> null), "twilio", "plan");

            assertThat(status).isEqualTo(1);
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .isEqualTo(page.blocks("text").get(0).replaceFirst("PN[0-9a-f]{32}", office));
        }
    }
}
