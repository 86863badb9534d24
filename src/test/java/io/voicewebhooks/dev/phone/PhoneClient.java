package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A telephone with the application that it calls, which can start anew, and a page of it that has logged in. */
final class PhoneClient implements Line, AutoCloseable {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private final int port = Application.freePort();
    private final int managementPort = Application.freePort();
    private final Path directory;
    private final Map<String, String> settings;
    private final Telephone telephone;
    private Application application;
    private Visitor page;
    private volatile boolean cut;

    PhoneClient(Path directory, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.telephone = new Telephone(new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN), this);
        start();
    }

    void start() {
        application = Application.with(directory)
                .set("voice.http.port", String.valueOf(port))
                .set("voice.management.port", String.valueOf(managementPort))
                .set("voice.public-url", url())
                .set("voice.management.token", io.voicewebhooks.support.Operator.TOKEN)
                .set("voice.sink.file.enabled", "true")
                .set("twilio.api-url", telephone.mediaUrl())
                .set(settings)
                .prepare(telephone::attach)
                .start();
        page = Visitor.loggedIn(application);
    }

    void stop() {
        application.close();
    }

    Application application() {
        return application;
    }

    Telephone telephone() {
        return telephone;
    }

    Visitor page() {
        return page;
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void begin() {
        if (cut) {
            throw new IllegalStateException("the line is cut");
        }
    }

    /** Breaks the simulator at its next request. */
    void cut() {
        cut = true;
    }

    @Override
    public void end() {}

    HttpResponse<String> post(String path, String json) {
        return page.send(page.request(path)
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> upload(String path, byte[] sound) {
        return page.send(page.request(path)
                .header("Content-Type", "audio/wav")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofByteArray(sound)));
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    /** Calls; returns the CallSid. */
    String call(String from, String to) {
        return call(MAPPER.createObjectNode().put("from", from).put("to", to));
    }

    String call(ObjectNode order) {
        HttpResponse<String> answer = post("/phone/calls", order.toString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("no call: " + answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("call").asText();
    }

    /** Somebody does something; the action as JSON. */
    boolean act(String call, String who, String action) {
        String body = "{\"who\":\"" + who + "\",\"action\":" + action + "}";
        return json(post("/phone/calls/" + call + "/actions", body))
                .path("taken")
                .asBoolean();
    }

    JsonNode summary(String call) {
        for (JsonNode each : json(page.get("/phone/calls")).path("calls")) {
            if (each.path("call").asText().equals(call)) {
                return each;
            }
        }
        throw new IllegalStateException("no call " + call);
    }

    /** Waits for a step at somebody's telephone; whatever is to be heard until then is heard to its end. */
    JsonNode step(String call, String who, String type) {
        return step(
                call,
                step -> step.path("type").asText().equals(type)
                        && step.path("who").asText().equals(who));
    }

    JsonNode step(String call, Predicate<JsonNode> wanted) {
        return Awaitility.await().until(() -> find(call, wanted), step -> step != null);
    }

    private JsonNode find(String call, Predicate<JsonNode> wanted) {
        for (JsonNode step : summary(call).path("steps")) {
            if (wanted.test(step)) {
                return step;
            }
            if (step.has("interruptible")) {
                post("/phone/calls/" + call + "/done/" + step.path("id").asInt(), "{}");
            }
        }
        return null;
    }

    /** Hears it to its end. */
    JsonNode end(String call) {
        Awaitility.await()
                .until(() -> find(call, step -> false) == null
                        && summary(call).path("over").asBoolean());
        return summary(call);
    }

    @Override
    public void close() {
        application.close();
        telephone.close();
    }
}
