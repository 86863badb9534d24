package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.console.Access;
import io.voicewebhooks.console.ConsolePages;
import io.voicewebhooks.console.PageAnswer;
import io.voicewebhooks.console.PageRequest;
import io.voicewebhooks.console.Pages;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.util.function.ThrowingFunction;

/** The telephone in the console: its page, and the JSON by which that page plays. */
final class PhonePages implements ConsolePages {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CALL = "/phone/calls/:sid";
    /** Bytes: two minutes of what is recorded at a telephone, and what is before it. */
    private static final long LONGEST_SOUND = 2 << 20;

    private final Telephone telephone;

    PhonePages(Telephone telephone) {
        this.telephone = telephone;
    }

    @Override
    public void add(Pages pages) {
        PhonePage.add(pages);
        pages.direct("GET", "/phone/events", Access.OPERATOR, request -> telephone.stream(request)
                .open());
        get(pages, "/phone/calls", request -> json(200, telephone.summary()));
        post(pages, "/phone/calls", request -> called(telephone.call(CallOrder.of(body(request)), pages.context())));
        post(pages, CALL + "/actions", this::act);
        post(pages, CALL + "/done/:step", this::done);
        post(pages, CALL + "/again", request -> called(telephone.again(call(request), pages.context())));
        pages.post(CALL + "/audio", LONGEST_SOUND, answering(this::speak));
        get(pages, CALL + "/test", this::test);
    }

    private static void get(Pages pages, String path, ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        pages.get(path, Access.OPERATOR, answering(page));
    }

    private static void post(Pages pages, String path, ThrowingFunction<PageRequest, PageAnswer, Exception> action) {
        pages.post(path, answering(action));
    }

    private static ThrowingFunction<PageRequest, PageAnswer, Exception> answering(
            ThrowingFunction<PageRequest, PageAnswer, Exception> page) {
        return request -> {
            try {
                return page.apply(request);
            } catch (WrongRequestException e) {
                return json(e.status(), Map.of("error", e.getMessage()));
            }
        };
    }

    private static PageAnswer json(int status, Object value) throws JsonProcessingException {
        return PageAnswer.text(status, "application/json", MAPPER.writeValueAsString(value));
    }

    private static PageAnswer called(Conversation call) throws JsonProcessingException {
        return json(201, Map.of("call", call.live().call().sid()));
    }

    private static PageAnswer taken(boolean taken) throws JsonProcessingException {
        return json(200, Map.of("taken", taken));
    }

    private PageAnswer act(PageRequest request) throws WrongRequestException, JsonProcessingException {
        Conversation call = call(request);
        JsonNode body = body(request);
        if (!body.path("who").isTextual()) {
            throw new WrongRequestException(400, "who is missing; allowed: caller, or the address of who is called");
        }
        if (!body.path("action").isObject()) {
            throw new WrongRequestException(400, "action is missing; allowed: an object with a type");
        }
        return taken(call.live().act(body.path("who").textValue(), action(body.path("action"))));
    }

    private static Action action(JsonNode action) throws WrongRequestException {
        try {
            return MAPPER.treeToValue(action, Action.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException wrong ? wrong : e;
            String what =
                    cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
            throw new WrongRequestException(400, "action: " + what);
        }
    }

    private PageAnswer done(PageRequest request) throws WrongRequestException, JsonProcessingException {
        return taken(call(request).live().done(step(request)));
    }

    private static int step(PageRequest request) throws WrongRequestException {
        String step = request.path("step");
        if (!step.matches("\\d{1,9}")) {
            throw new WrongRequestException(400, "step is \"" + step + "\"; allowed: the id of a step");
        }
        return Integer.parseInt(step);
    }

    private PageAnswer speak(PageRequest request) throws WrongRequestException, JsonProcessingException {
        Conversation call = call(request);
        type(request, "audio/wav");
        String who = request.parameter("who");
        Audio sound = Sounds.read(request.http().body().buffer());
        return taken(
                call.live().act(who.isEmpty() ? "caller" : who, new Action.Speak(sound, request.parameter("text"))));
    }

    private PageAnswer test(PageRequest request) throws WrongRequestException {
        Conversation call = call(request);
        if (!call.isOver()) {
            throw new WrongRequestException(409, "the call is not over yet");
        }
        SavedTest test = SavedTest.of(call, telephone.url(), request.parameter("name"));
        Map<String, String> headers = new HashMap<>();
        PageAnswer text = PageAnswer.text(200, "text/plain", test.text());
        headers.putAll(text.headers());
        headers.put("Content-Disposition", "attachment; filename=\"" + test.name() + ".java\"");
        return new PageAnswer(200, headers, text.body());
    }

    private Conversation call(PageRequest request) throws WrongRequestException {
        return telephone.find(request.path("sid"));
    }

    private static JsonNode body(PageRequest request) throws WrongRequestException {
        type(request, "application/json");
        String text = request.http().body().asString();
        try {
            return MAPPER.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            throw new WrongRequestException(400, "the body is no JSON");
        }
    }

    private static void type(PageRequest request, String expected) throws WrongRequestException {
        String type = request.http().request().getHeader("Content-Type");
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase(expected)) {
            throw new WrongRequestException(415, "Content-Type is " + type + "; allowed: " + expected);
        }
    }
}
