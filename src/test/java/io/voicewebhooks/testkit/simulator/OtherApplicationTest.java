package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.cli.Commands;
import io.voicewebhooks.cli.Terminal;
import io.voicewebhooks.manual.Manual;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What testing.md shows of the simulator as a stand-in for Twilio, against an application that is not ours. */
class OtherApplicationTest {
    private final ScriptedApplication application = new ScriptedApplication();

    @BeforeEach
    void answer() {
        application
                .says("/voice", "<Gather numDigits=\"1\" action=\"/menu\"><Say>Press 1 for sales.</Say></Gather>")
                .says("/menu", "<Dial action=\"/dialled\">+15550009999</Dial>")
                .says("/dialled", "<Say>Nobody is there.</Say>");
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void aTestCallsIt() throws IOException {
        TwilioAccount account =
                new TwilioAccount("AC0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef");
        try (MediaServer recordings = new MediaServer(0, account)) {
            Simulator twilio = new Simulator(account, recordings);
            twilio.callee("+15550009999", new Callee(Callee.Reaction.BUSY, ""));
            CallSetup setup = CallSetup.of(application.url() + "/voice", "+15551230001", "+15558675310");
            Call call = twilio.call(setup, prompt -> new Action.Press("1"), System.out);

            call.run();

            assertThat(call.problems()).isEmpty();
            assertThat(call.heard()).containsExactly("Press 1 for sales.", "Nobody is there.");
        }
        assertThat(application.requests()).allMatch(ScriptedApplication.Request::signed);
    }

    @Test
    void aTelephonePlaysIt() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> told = new CopyOnWriteArrayList<>();
        try (MediaServer recordings = new MediaServer(0, ScriptedApplication.ACCOUNT)) {
            Simulator twilio = new Simulator(ScriptedApplication.ACCOUNT, recordings);
            twilio.callee("+15550009999", new Callee(Callee.Reaction.BUSY, ""));
            CallSetup setup = CallSetup.of(application.url() + "/voice", "+15551230001", "+15558675310");

            LiveCall live = twilio.live(setup, event -> told.add(json.valueToTree(event)))
                    .start();
            for (List<CallStep> steps = live.next(); !steps.isEmpty(); steps = live.next()) {
                for (CallStep step : steps) {
                    live.act(step.who(), step instanceof CallStep.Gather ? new Action.Press("1") : new Action.Done());
                }
            }

            assertThat(live.call().heard()).containsExactly("Press 1 for sales.", "Nobody is there.");
        }
        assertThat(told).extracting(event -> event.path("type").asText()).contains("request", "answer", "verb", "over");
    }

    @Test
    void theCommandCallsIt() {
        String[] lines =
                Manual.read().block("any application").replace("\\\n", " ").split("\n");
        Properties account = new Properties();
        for (String variable : lines[0].replace("export ", "").split(" ")) {
            String[] value = variable.split("=");
            account.setProperty(
                    value[0].equals("TWILIO_ACCOUNT_SID") ? "twilio.account-sid" : "twilio.auth-token", value[1]);
        }
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(account);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        String command = lines[1].replace("java -jar voice-webhooks.jar ", "")
                .replace("http://127.0.0.1:3000", application.url());

        int status = Commands.run(
                new Terminal(stream, stream, () -> context, name -> null), (command + " --media-port 0").split(" +"));

        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("hears \"Nobody is there.\"");
    }

    @Test
    void thePageShowsThisTest() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/io/voicewebhooks/testkit/simulator/OtherApplicationTest.java"));

        assertThat(squeezed(source)).contains(squeezed(Manual.read().block("OtherApplicationTest")));
        assertThat(squeezed(source)).contains(squeezed(Manual.read().block("OtherApplicationTest, step by step")));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
