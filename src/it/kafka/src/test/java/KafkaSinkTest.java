import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each event of a call is a record, all in one partition. */
class KafkaSinkTest {
    private static final KafkaBroker KAFKA = start();

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", "+15550009999")
            // on a busy machine the first call takes its time
            .set("voice.incoming.deadline", "14s")
            .set("kafka.brokers", KAFKA.address())
            .set("kafka.topic", "telephone.events");

    private static KafkaBroker start() {
        try {
            return KafkaBroker.start(Path.of("target/kafka").toAbsolutePath());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @Test
    void theEventsOfACallAreRecordsOfOnePartition() throws Exception {
        phone.callee("+15550009999").doesNotAnswer();
        PhoneCall missed = phone.from("+15551230001").calls("+15558675310").hangsUp();
        String call = missed.sid();

        // a first record that has to wait for its topic comes after the others
        List<ConsumerRecord<String, String>> records = until("call.missed", "call.incoming");
        Set<Integer> partitions = new HashSet<>();
        Set<String> types = new HashSet<>();
        for (ConsumerRecord<String, String> each : records) {
            JsonNode event = new ObjectMapper().readTree(each.value());
            assertThat(each.key()).isEqualTo(event.get("partitionkey").asText());
            // the called party has a call of its own
            if (each.key().equals(call)) {
                partitions.add(each.partition());
                types.add(event.get("type").asText());
            }
            assertThat(new String(each.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                    .isEqualTo("application/cloudevents+json");
        }
        assertThat(partitions).hasSize(1);
        assertThat(types).contains("io.voicewebhooks.call.incoming", "io.voicewebhooks.call.missed");
    }

    /** What the topic has, once an event of each of these kinds is there. */
    private static List<ConsumerRecord<String, String>> until(String... kinds) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> reader = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", KAFKA.address(),
                        "group.id", "test",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            reader.subscribe(List.of("telephone.events"));
            for (int tries = 0; tries < 120; tries++) {
                reader.poll(Duration.ofSeconds(1)).forEach(records::add);
                if (Stream.of(kinds).allMatch(kind -> records.stream()
                        .anyMatch(each -> each.value().contains("io.voicewebhooks." + kind)))) {
                    return records;
                }
            }
        }
        throw new AssertionError("not all of " + List.of(kinds) + " in two minutes, but " + records);
    }
}
