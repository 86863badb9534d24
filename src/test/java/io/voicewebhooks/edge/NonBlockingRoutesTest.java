package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps of a status callback run on the event loop; with any other step among them the route does not. */
class NonBlockingRoutesTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void addTheWayIntoTheJournal() throws Exception {
        RouteBuilder.addRoutes(context, routes -> {
            routes.from("direct:journal").to("journal:voice.events");
            // as it was before there was this endpoint
            routes.from("direct:former").process("eventMessage").process("journalIntake");
            routes.from("direct:accepted")
                    .removeHeaders("*")
                    // as YAML makes it
                    .addOutput(new SetBodyDefinition(new ConstantExpression("")));
            routes.from("direct:crm").to("http:crm.example.com");
        });
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    private Optional<String> mayWait(Consumer<RouteDefinition> further) throws Exception {
        RouteBuilder.addRoutes(context, routes -> {
            RouteDefinition route = routes.from("direct:webhook").routeId("webhook");
            further.accept(route);
            route.process("twilioSignature")
                    .bean("voiceEvent", "status")
                    .to("direct:journal")
                    .to("direct:accepted");
        });
        return new NonBlockingRoutes(context).mayWait(context.getRouteDefinition("webhook"));
    }

    @Test
    void theRouteAsItComesNeverWaits() throws Exception {
        assertThat(mayWait(route -> {})).isEmpty();
        assertThat(mayWait(route -> route.to("direct:former"))).isEmpty();
    }

    @Test
    void soAreTheCallbacksOfTheApplicationAndNothingElse(@TempDir Path dir) throws Exception {
        try (Application application = Application.with(dir).start()) {
            NonBlockingRoutes routes = new NonBlockingRoutes(application.context());
            Model model = application.context().getCamelContextExtension().getContextPlugin(Model.class);

            assertThat(model.getRouteDefinitions().stream()
                            .filter(route -> route.getInput().getEndpointUri().startsWith("platform-http:/voice/"))
                            .filter(route -> routes.mayWait(route).isEmpty())
                            .map(RouteDefinition::getRouteId))
                    .containsExactlyInAnyOrder("call-status", "recording-status", "callback", "event-streams");
        }
    }

    static Stream<Arguments> otherSteps() {
        return Stream.<Consumer<RouteDefinition>>of(
                        route -> route.to("http:crm.example.com"),
                        route -> route.to("direct:crm"),
                        route -> route.to("direct:nowhere"),
                        route -> route.to("journal:voice.events?wait=briefly"),
                        route -> route.setVariable("a").simple("${bean:mine}"),
                        route -> route.toD("direct:accepted"),
                        route -> route.process("mine"),
                        route -> route.process(exchange -> {}),
                        route -> route.bean("mine"),
                        route -> route.bean("fetchRecording"),
                        route -> route.setBody().simple("${bean:mine}"),
                        route -> route.setHeader("a").simple("${body}"),
                        route -> route.wireTap("direct:accepted"),
                        route -> route.choice().when().simple("${bean:mine}").to("direct:accepted"),
                        route -> route.choice()
                                .when()
                                .simple("${variable.reply} == '1'")
                                .to("http:crm.example.com"),
                        route -> route.choice()
                                .when()
                                .simple("1 == 1")
                                .to("direct:accepted")
                                .otherwise()
                                .process("mine"),
                        route -> route.filter().simple("${bean:mine}").to("direct:accepted"),
                        route -> route.split().simple("${bean:mine}").to("direct:accepted"),
                        route -> route.split().simple("${body}").to("http:crm.example.com"),
                        route -> route.split()
                                .simple("${body}")
                                .parallelProcessing()
                                .to("direct:accepted"),
                        route -> route.delay(1),
                        route -> route.log("${bean:mine}"),
                        route -> route.log("$simple{bean:mine}"),
                        route -> route.log("${bean:webhookFailure?method=other}"),
                        route -> route.errorHandler(new DeadLetterChannelBuilder("direct:accepted")),
                        route -> route.onException(Exception.class).to("http:crm.example.com"),
                        route -> route.onException(Exception.class).maximumRedeliveries(3))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("otherSteps")
    void anyOtherStepMayWait(Consumer<RouteDefinition> step) throws Exception {
        assertThat(mayWait(step)).isPresent();
    }

    @Test
    void aRouteThatLeadsBackToItselfMayHaveNoEnd() throws Exception {
        RouteBuilder.addRoutes(context, routes -> routes.from("direct:circle").to("direct:circle"));

        assertThat(mayWait(route -> route.to("direct:circle"))).contains("to direct:circle");
    }

    @Test
    void theManualNamesThem() throws IOException {
        assertThat(Files.readString(Path.of("src", "main", "docs", "words-in-routes.md")))
                .contains(NonBlockingRoutes.BEANS.stream()
                        .map(bean -> "`" + bean + "`")
                        .toList());
    }

    @Test
    void whichOneIsNamed() throws Exception {
        assertThat(mayWait(route -> route.process("mine").to("http:crm.example.com")))
                .contains("process ref:mine");
        assertThat(mayWait(route -> route.to("direct:crm"))).contains("to http:crm.example.com");
        assertThat(mayWait(route -> route.to("direct:nowhere"))).contains("to direct:nowhere");
        assertThat(mayWait(route -> route.to("http:crm.example.com?authUsername=a&authPassword=secret")))
                .hasValueSatisfying(
                        step -> assertThat(step).startsWith("to http:").doesNotContain("secret"));
        assertThat(mayWait(route -> route.errorHandler(new DeadLetterChannelBuilder("direct:accepted"))))
                .contains("errorHandler, which may try again");
    }
}
