package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/voice/incoming",
                "platform-http:voice/incoming",
                "platform-http:///voice/incoming",
                "platform-http:////voice//incoming",
                "platform-http:/voice/incoming?httpMethodRestrict=POST",
                "platform-http:/voice",
                "platform-http:/voice/*",
                "platform-http:/voice*",
                "platform-http:/vo*",
                "platform-http:/*",
                "platform-http:/?matchOnUriPrefix=true",
                "platform-http:/voice?matchOnUriPrefix=true",
                "platform-http:/{first}/{second}",
                "platform-http::first/second",
                "rest:get:voice/incoming",
                "rest://post:/voice:/incoming",
                "rest:post:/voice:incoming?consumes=text/plain",
                "netty-http:http://0.0.0.0:9000/voice/incoming",
                "netty-http:http://{host}:9000/voice/incoming",
                "jetty:http://0.0.0.0:9000/voice/incoming",
                "undertow:http://0.0.0.0:9000/voice?matchOnUriPrefix=true",
                "servlet:/voice/incoming",
                "PLATFORM-HTTP:/voice/incoming"
            })
    void whatRequestsBelowVoiceCanReachIsCovered(String uri) {
        assertThat(HttpPath.of(uri).filter(path -> path.reaches("/voice"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/ping",
                "platform-http:/voices",
                "platform-http:/api/voice/incoming",
                "platform-http:/api/*",
                "platform-http:/api?matchOnUriPrefix=true",
                "rest:get:api:/voice",
                "netty-http:http://voice:9000/ping",
                "direct:/voice/incoming",
                "jms:queue:voice.events",
                "file:/voice/",
                "timer:voice"
            })
    void whatTheyCannotReachIsNot(String uri) {
        assertThat(HttpPath.of(uri).filter(path -> path.reaches("/voice"))).isEmpty();
    }
}
