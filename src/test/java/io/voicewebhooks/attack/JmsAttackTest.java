package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.junit.jupiter.api.Test;

/** No caller's text is a property or a header of a message, or makes a destination. */
abstract class JmsAttackTest {
    private final Target target;

    JmsAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void aMessageHasThePropertiesOfAnyEvent() throws JMSException {
        assertThat(target.feed).hasSize(target.calls() * Target.EVENTS.size());
        for (Message message : target.feed) {
            assertThat(message).isInstanceOf(TextMessage.class);
            assertThat(names(message))
                    .filteredOn(name -> !name.startsWith("JMSX"))
                    .containsExactlyInAnyOrder("type", "callSid", "eventId");
            assertThat(message.getStringProperty("type")).isIn(Target.EVENTS);
            assertThat(message.getStringProperty("eventId")).matches("[0-9a-f]{32}");
            assertThat(message.getStringProperty("JMSXGroupID")).matches("CA[0-9a-f]{32}");
            assertThat(message.getJMSCorrelationID()).matches("CA[0-9a-f]{32}");
            assertThat(message.getJMSReplyTo()).isNull();
            assertThat(message.getJMSType()).isNull();
            assertThat(message.getJMSExpiration()).isZero();
            assertThat(message.getJMSPriority()).isEqualTo(4);
        }
    }

    private static List<String> names(Message message) throws JMSException {
        List<String> names = new ArrayList<>();
        for (Enumeration<?> all = message.getPropertyNames(); all.hasMoreElements(); ) {
            names.add(all.nextElement().toString());
        }
        return names;
    }

    @Test
    void theBrokerHasNoOtherQueuesThanOurs() throws Exception {
        ClientSessionFactory sessions =
                target.brokerConnections().getServerLocator().createSessionFactory();
        try (ClientSession session =
                sessions.createSession(Target.BROKER_USER, Target.BROKER_PASSWORD, false, true, true, false, 1)) {
            ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
            session.start();
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putAttribute(question, "broker", "queueNames");
            Object[] names = (Object[]) ManagementHelper.getResult(requestor.request(question, 10_000));
            assertThat(List.of(names))
                    .extracting(Object::toString)
                    // those of this test: its subscription and its requestor
                    .filteredOn(name -> !name.matches("[0-9a-f-]{36}|activemq\\.management.*"))
                    .containsExactlyInAnyOrder(
                            "voice.events",
                            "voice.dead-letter",
                            "voice.sink.s3",
                            "voice.sink.email",
                            "voice.sink.http",
                            "voice.sink.file",
                            "voice.sink.calls",
                            "voice.sink.twilio-delete",
                            "voice.sink.call-back",
                            "voice.sink.chat");
        } finally {
            sessions.close();
        }
    }
}
