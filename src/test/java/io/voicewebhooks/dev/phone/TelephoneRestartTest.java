package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that loses its connection, and an application that starts anew during a call. */
class TelephoneRestartTest {
    private static final String HANG_UP = "{\"type\":\"hangUp\"}";

    @TempDir
    private Path directory;

    private static List<Long> numbers(EventReader... readers) {
        List<Long> numbers = new ArrayList<>();
        for (EventReader reader : readers) {
            reader.messages().forEach(message -> numbers.add(message.path("seq").asLong()));
        }
        return numbers;
    }

    private static void nothingIsMissing(List<Long> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    @Test
    void aPageGoesOnWhereItsConnectionWasLost() throws Exception {
        try (PhoneClient phone = new PhoneClient(directory, Map.of())) {
            String call = phone.call("+15551230001", "+15558675310");
            EventReader first = new EventReader(phone, "");
            first.event(call, event -> event.path("type").asText().equals("steps"));
            assertThat(first.lines()).startsWith("retry: 500").anyMatch(line -> line.startsWith("event: state"));
            first.close();
            long last = first.last();
            phone.act(call, "caller", HANG_UP);

            try (EventReader second = new EventReader(phone, "?after=1", "Last-Event-ID", String.valueOf(last))) {
                second.over(call);
                nothingIsMissing(numbers(first, second));
                assertThat(second.lines()).doesNotContain("event: gap");
            }
            try (EventReader lost = new EventReader(phone, "?after=17")) {
                lost.over(call);
                assertThat(lost.lines()).contains("event: gap");
                assertThat(numbers(lost)).startsWith(numbers(first).get(0));
            }
        }
    }

    @Test
    void aCallAndItsPageOutliveTheApplication() throws Exception {
        try (PhoneClient phone = new PhoneClient(directory, Map.of())) {
            String call = phone.call("+15551230001", "+15558675310");
            EventReader first = new EventReader(phone, "");
            phone.step(call, "caller", "record");
            await().until(() -> first.messages().size() > 5);
            phone.stop();
            await().until(first::isOver);
            Telephone.State state = new Telephone.State(
                    true, false, List.of(new Telephone.Problem("routes/x.yaml", 3, "no")), List.of(), "taken");
            phone.telephone().state(state);
            phone.start();

            try (EventReader second = new EventReader(phone, "", "Last-Event-ID", String.valueOf(first.last()))) {
                phone.act(call, "caller", "{\"type\":\"press\",\"keys\":\"#\"}");
                assertThat(phone.end(call).path("state").asText()).isEqualTo("completed");
                second.over(call);
                nothingIsMissing(numbers(first, second));
                JsonNode made = second.event(call, event -> event.path("made").isObject())
                        .path("made");
                assertThat(made.path("template").asText()).isEqualTo("goodbye");
                assertThat(second.lines())
                        .anyMatch(line -> line.contains("\"ready\":true")
                                && line.contains("{\"file\":\"routes/x.yaml\",\"line\":3,\"message\":\"no\"}")
                                && line.contains("\"said\":\"taken\""));
            }
        }
    }

    @Test
    void aPageSeesTheEndOfACallThatBreaks() throws Exception {
        try (PhoneClient phone = new PhoneClient(directory, Map.of());
                EventReader page = new EventReader(phone, "")) {
            phone.cut();
            String call = phone.call("+15551230001", "+15558675310");

            JsonNode over =
                    page.event(call, event -> event.path("type").asText().equals("over"));
            assertThat(over.path("status").asText()).isEqualTo("failed");
            page.event(call, event -> event.path("what").asText().contains("the line is cut"));
            assertThat(phone.summary(call).path("over").asBoolean()).isTrue();
            assertThat(phone.summary(call).path("state").asText()).isEqualTo("failed");
        }
    }

    @Test
    void aRequestIsHeldBackAndItsPageSeesThat() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        Telephone telephone =
                new Telephone(new io.voicewebhooks.testkit.simulator.TwilioAccount("AC1", "token"), new Line() {
                    @Override
                    public String url() {
                        return "http://127.0.0.1:9";
                    }

                    @Override
                    public void begin() throws InterruptedException {
                        order.add("begin");
                        held.await(1, TimeUnit.MINUTES);
                    }

                    @Override
                    public void end() {
                        order.add("end");
                    }
                });
        try (telephone) {
            Conversation call = telephone.call(
                    new CallOrder("+1555", "+1556", Map.of(), "/voice/incoming"),
                    new org.apache.camel.impl.DefaultCamelContext());
            await().until(() -> order.contains("begin"));
            assertThat(call.isOver()).isFalse();
            held.countDown();
            await().until(call::isOver);
            assertThat(order).startsWith("begin", "end").hasSizeGreaterThan(2);
            assertThat(order.size() % 2).isZero();
        }
    }
}
