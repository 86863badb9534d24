package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Routes in Java, and routes that come late. */
class UnsignedJavaRoutesTest {

    @Test
    void aRouteInJavaNeedsTheStep() {
        refused(route("platform-http:/voice/own", "log:x"));
        accepted(route("platform-http:/ping", "log:x"));
        accepted(signed("platform-http:/voice/own"));
    }

    @Test
    void theProcessorItselfCountsToo() {
        accepted(rb -> {
            rb.from("platform-http:/voice/own")
                    .process(new TwilioSignature(rb.getContext()))
                    .to("log:x");
        });
    }

    @Test
    void anEndpointObjectIsNoWayRound() {
        refused(rb -> {
            rb.from(rb.endpoint("platform-http:/voice/own")).to("log:x");
        });
    }

    @Test
    void aReferenceToAnEndpointIsNoWayRound() {
        refused(rb -> {
            rb.bindToRegistry("hidden", rb.endpoint("platform-http:/voice/own"));
            rb.from("ref:hidden").to("log:x");
        });
    }

    @Test
    void aRouteThatIsAddedAfterTheStartNeedsTheStep() throws Exception {
        CamelContext context = RouteScenario.context();
        try {
            context.start();

            assertThatThrownBy(() -> RouteBuilder.addRoutes(context, route("platform-http:/voice/own", "log:x")))
                    .hasRootCauseInstanceOf(UnsignedRouteException.class);
            assertThat(context.getRoutes()).isEmpty();

            RouteBuilder.addRoutes(context, route("direct:own", "log:x"));
            assertThat(context.getRoutes()).hasSize(1);
        } finally {
            context.stop();
        }
    }

    @Test
    void theMessageNamesTheRoute() {
        assertThatThrownBy(() -> RouteScenario.java(route("platform-http:/voice/own", "log:x")))
                .hasMessageContaining("own-route")
                .hasMessageContaining("does not begin with the step \"process: twilioSignature\"");
    }

    private static LambdaRouteBuilder route(String from, String to) {
        return rb -> {
            rb.from(from).routeId("own-route").to(to);
        };
    }

    private static LambdaRouteBuilder signed(String from) {
        return rb -> {
            rb.from(from).process("twilioSignature").to("log:x");
        };
    }

    private static void refused(LambdaRouteBuilder routes) {
        assertThatThrownBy(() -> RouteScenario.java(routes)).hasRootCauseInstanceOf(UnsignedRouteException.class);
    }

    private static void accepted(LambdaRouteBuilder routes) {
        assertThatCode(() -> RouteScenario.java(routes)).doesNotThrowAnyException();
    }
}
