package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of {@code routes/} in which a route would lose a call or an event when something fails. */
class ErrorHandlingCheckTest {
    private static final String ALLOWED =
            " matches no route configuration; expected: some of delivery, event-streams, incoming, place-call,"
                    + " router, webhook, separated by commas without spaces";

    private static final String TEMPLATE = """
            - routeTemplate:
                id: step
                parameters:
                  - name: policy
                route:
                  routeConfigurationId: "{{policy}}"
                  from:
                    uri: direct:own
                    steps:
                      - to: direct:voicemail
            - templatedRoute:
                routeId: own
                routeTemplateRef: step
                parameters:
                  - name: policy
                    value: %s
            """;

    @TempDir
    Path dir;

    private RouteFolder routes;

    @BeforeEach
    void copy() throws IOException {
        routes = RouteFolder.copiedTo(dir);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call-status   | call-status   | wehbook                       | \"wehbook\"",
                "incoming-call | incoming-call | incomin                       | \"incomin\"",
                "flow-menu     | menu          | incoming,wehbook              | \"wehbook\"",
                "flow-menu     | menu          | incoming, webhook             | \" webhook\"",
                "flow-menu     | menu          | `\"!webhook\"`                | \"!webhook\"",
                "flow-menu     | menu          | `\"{{policy:incoming}}\"`     | \"{{policy:incoming}}\"",
                "event-router  | event-router  | routr                         | \"routr\"",
                "sink-s3       | sink-s3       | delivry                       | \"delivry\"",
                "sink-http     | sink-http     | deliver                       | \"deliver\""
            })
    void aPolicyThatIsNotThereIsNamedOnce(String file, String route, String id, String named) throws IOException {
        rename(file, id);

        assertThat(check()).containsExactly(place(file, route) + "the routeConfigurationId " + named + ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incoming,webhook", "\"in*\"", "INCOMING", "\"(incoming|webhook)\"", "\"*\""})
    void anIdMayBeAPatternOrSeveral(String id) throws IOException {
        rename("flow-menu", id);

        assertThat(check()).isEmpty();
    }

    @Test
    void theIdOfATemplateMayBeItsParameter() throws IOException {
        assertThat(checkWith(TEMPLATE.formatted("incoming"))).isEmpty();
        assertThat(checkWith(TEMPLATE.formatted("incomin")))
                .containsExactly("route own: the routeConfigurationId \"incomin\"" + ALLOWED);
    }

    @Test
    void aRouteBelowVoiceHasAPolicy() throws IOException {
        rename("flow-announce", null);

        assertThat(check())
                .containsExactly(place("flow-announce", "forward-announce") + "listens below"
                        + " /voice/ and has no routeConfigurationId; expected: incoming where a caller waits, else"
                        + " webhook");
    }

    @Test
    void thePolicyMayBeThatOfItsFile() throws IOException {
        rename("flow-announce", null);
        routes.edit("flow-announce.camel.yaml", text -> """
                - onException:
                    exception: [java.lang.Exception]
                    handled: { constant: "true" }
                    steps:
                      - bean: { ref: twiml, method: fallback }
                """ + text);

        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sink-s3, sink-s3", "sink-http, sink-http", "sink-file, sink-file"})
    void aSinkHasThePolicyOfSinks(String file, String route) throws IOException {
        String problem = place(file, route) + "reads the queue voice.sink."
                + file.substring(5) + " without routeConfigurationId: delivery; expected: that, alone or among others"
                + " separated by commas";

        rename(file, "webhook");
        assertThat(check()).containsExactly(problem);
        routes.replace(file + ".camel.yaml", "routeConfigurationId: webhook", "routeConfigurationId: webhook,deliver*");
        assertThat(check()).isEmpty();
        rename(file, null);
        assertThat(check()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "sink-s3, sink-s3, voice.sink.s3",
        "sink-http, sink-http, voice.sink.http",
        "event-router, event-router, voice.events"
    })
    void eventsAreTakenInATransaction(String file, String route, String queue) throws IOException {
        readWith(file, "transacted: false");

        assertThat(check())
                .containsExactly(place(file, route) + "reads the queue " + queue
                        + " with transacted: false, and would lose what it works on when the process ends; expected:"
                        + " transacted: true, as the component jms has it by default");
    }

    @Test
    void whichIsThatOfTheSession() throws IOException {
        readWith("sink-file", "lazyCreateTransactionManager: true");

        assertThat(check())
                .containsExactly(place("sink-file", "sink-file") + "reads the queue voice.sink.file with"
                        + " lazyCreateTransactionManager: true, which makes a transaction manager that opens a session for"
                        + " each message; expected: false, as the component jms has it by default");
    }

    /** As every copy of the files said it that is older than the default. */
    @Test
    void aRouteMaySayWhatTheDefaultIs() throws IOException {
        readWith("sink-s3", "transacted: true, lazyCreateTransactionManager: false");

        assertThat(check()).isEmpty();
    }

    @Test
    void aComponentOfAUsersOwnIsTransactedToo() throws IOException {
        String own = """
                - beans:
                    - name: estateBroker
                      type: org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
                    - name: estate
                      type: org.apache.camel.component.jms.JmsComponent
                      properties:
                        connectionFactory: "#bean:estateBroker"
                        transacted: %s
                - route:
                    id: own
                    from:
                      uri: estate:queue:voice.own
                      steps:
                        - log: "${body}"
                """;

        assertThat(checkWith(own.formatted("false")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith(place("own", "own") + "reads the queue voice.own with transacted: false");
        assertThat(checkWith(own.formatted("true"))).isEmpty();
    }

    @Test
    void aTopicAndAQueueOfSomebodyElseAreReadAsOneLikes() throws IOException {
        assertThat(checkWith("""
                        - route:
                            from:
                              uri: jms:topic:voice.feed
                              steps:
                                - log: "${body}"
                        - route:
                            from:
                              uri: jms:queue:crm.orders
                              steps:
                                - log: "${body}"
                        """)).isEmpty();
    }

    /** Adds parameters to the endpoint that the first route of a file reads. */
    private void readWith(String file, String parameters) throws IOException {
        routes.edit(
                file + ".camel.yaml",
                text -> text.replaceFirst(
                        "(?m)^( +)uri: (jms:queue:.*)\n(?: +parameters:\n( +concurrentConsumers: .*\n)?)?",
                        "$1uri: $2\n$1parameters: {" + parameters + "}\n"));
    }

    /** Gives the first route of a file another id, or none. */
    private void rename(String file, String id) throws IOException {
        routes.edit(
                file + ".camel.yaml",
                text -> text.replaceFirst(
                        "( +)routeConfigurationId: .*\n",
                        id == null ? "" : "$1routeConfigurationId: " + id.replace("$", "\\$") + "\n"));
    }

    /** Camel does not keep the file of a route that is made from a template. */
    private String place(String file, String route) {
        return (file.equals("sink-http") ? "" : routes.path(file + ".camel.yaml") + ", ") + "route " + route + ": ";
    }

    private List<String> checkWith(String own) throws IOException {
        routes.write("own.camel.yaml", own);
        return check();
    }

    private List<String> check() {
        return CheckScenario.with(dir.resolve("data")).everySink().problems(routes);
    }
}
