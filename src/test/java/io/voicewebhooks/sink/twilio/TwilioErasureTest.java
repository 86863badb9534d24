package io.voicewebhooks.sink.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller is forgotten at Twilio, which here is the stand-in of the test kit. */
class TwilioErasureTest {
    private static final String CALLER = "+15551230001";
    private static final String VOICEMAIL = "<Response><Record maxLength=\"5\" action=\"/end\"/></Response>";

    @TempDir
    Path dir;

    private RestServer twilio;
    private RestAccount account;
    private HttpServer answers;
    private MediaServer media;
    private Application application;

    @BeforeEach
    void start() throws Exception {
        TwilioAccount played = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        twilio = RestServer.start();
        account = twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, played);
        answers = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        answers.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            boolean begins = exchange.getRequestURI().getPath().equals("/incoming");
            byte[] twiml = (begins ? VOICEMAIL : "<Response/>").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, twiml.length);
            exchange.getResponseBody().write(twiml);
            exchange.close();
        });
        answers.start();
        Simulator simulator = new Simulator(played, media);
        twilio.keeps(account, simulator, media);
        call(simulator, CALLER);
        call(simulator, "+15551230002");
        application = Application.with(dir)
                .set("twilio.api-url", twilio.url())
                .set("voice.management.token", Operator.TOKEN)
                .start();
    }

    private void call(Simulator simulator, String from) throws Exception {
        String url = "http://127.0.0.1:" + answers.getAddress().getPort();
        CallSetup setup = new CallSetup(
                url + "/incoming",
                "POST",
                Optional.empty(),
                Optional.empty(),
                from,
                "+15558675310",
                Map.of(),
                Optional.empty());
        Call call = simulator.call(setup, step -> new Action.Speak(Audio.tone(Duration.ofSeconds(3)), ""), null);
        call.run();
    }

    @AfterEach
    void stop() {
        application.close();
        answers.stop(0);
        media.close();
        twilio.close();
    }

    @Test
    void itsCallsAndRecordingsGoWhereThatIsAskedFor() {
        assertThat(erase("--number", CALLER).out())
                .as("not asked for")
                .startsWith("calls: 0\n")
                .contains("not looked at: calls is off")
                .doesNotContain("FAILED");

        assertThat(erase("--number", CALLER, "--twilio").out()).contains("removed from twilio: 1 calls, 1 recordings");

        assertThat(twilio.requests())
                .filteredOn(request -> request.startsWith("DELETE"))
                .hasSize(2);
        assertThat(erase("--number", CALLER, "--twilio").out()).startsWith("calls: 0\n");
        assertThat(erase("--number", "+15551230002", "--dry-run", "--twilio").out())
                .startsWith("calls: 1\n");
    }

    @Test
    void whatTwilioRefusesIsSaidAndMayBeAskedForAgain() {
        twilio.fails(RestFault.SERVER_ERROR, "DELETE", 1);

        Operator.Outcome refused = erase("--number", CALLER, "--twilio");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains("FAILED in twilio, there may be more: ", "Twilio answered 500")
                .contains("; so 1 of 1 calls may be there still");
        assertThat(erase("--number", CALLER, "--twilio").out()).contains("removed from twilio: 1 calls");
    }

    private Operator.Outcome erase(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "erase";
        System.arraycopy(options, 0, command, 1, options.length);
        command[options.length + 1] = "--reason";
        command[options.length + 2] = "asked by letter";
        return Operator.of(application).types(command);
    }
}
