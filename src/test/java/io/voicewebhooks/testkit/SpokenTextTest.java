package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts of the owner and of callers are heard as they are, and are never TwiML. */
class SpokenTextTest {
    private static final String CALLER = "+15551230001";
    private static final String OUR_NUMBER = "+15558675310";
    /** With everything that XML, templates and properties give a meaning to. */
    private static final String GREETING =
            ("Tom & Jerry <3 \"you\" 'all' &amp; </Say><Hangup/> \uD83D\uDC4B\uD83C\uDFFD"
                            + " \u0645\u0631\u062D\u0628\u0627 \u05E9\u05DC\u05D5\u05DD ]]> <!-- x --> "
                            + "long ".repeat(1_000))
                    .substring(0, 5_000)
                    .strip();

    @RegisterExtension
    static final TwilioPhone phone =
            TwilioPhone.withRoutes(routes()).set("call.hours", "").set("call.voicemail.greeting", GREETING);

    /** The shipped routes, with a greeting that names the caller. */
    private static String routes() {
        try {
            RouteFolder routes = RouteFolder.copiedTo(Files.createTempDirectory("spoken-text"));
            routes.replace(
                    "twiml/voicemail.xml",
                    "{{greeting}}</Say>",
                    "{{greeting}}</Say><Say>Hello "
                            + "{{#CallerName}}{{CallerName}}{{/CallerName}}{{^CallerName}}you{{/CallerName}}.</Say>");
            return routes.path("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aGreetingIsHeardToTheLastOfItsCharacters() {
        phone.from(CALLER).calls(OUR_NUMBER).hears(GREETING, "Hello you.").hangsUp();
    }

    @Test
    void aNameWithMarkupIsHeardAsText() {
        String name = "</Say><Dial>+19005550000</Dial><Say>{{twilioToken}} ${sys.user.home} \"'&lt;";

        PhoneCall call = phone.from(CALLER).with("CallerName", name).calls(OUR_NUMBER);

        call.hears(GREETING, "Hello " + name + ".").wasForwardedTo().hangsUp();
        assertThat(call.event("call.completed").data("CallerName")).isEqualTo(name);
    }
}
