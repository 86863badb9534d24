package io.voicewebhooks.bench;

import com.twilio.security.RequestValidator;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * What can be reached on this machine: Vert.x without anything around it, with Twilio's own library for signatures.
 * It stores nothing. The variables {@code PORT} and {@code TWILIO_AUTH_TOKEN} configure it.
 */
public final class VertxPeer extends AbstractVerticle {
    private final int port = Integer.parseInt(System.getenv("PORT"));
    private final String url = "http://127.0.0.1:" + port;
    private final RequestValidator validator = new RequestValidator(System.getenv("TWILIO_AUTH_TOKEN"));

    public static void main(String[] args) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx().deployVerticle(VertxPeer::new, new DeploymentOptions().setInstances(loops));
    }

    @Override
    public void start() {
        vertx.createHttpServer().requestHandler(this::receive).listen(port, "127.0.0.1");
    }

    private void receive(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(end -> {
            Map<String, String> form = new HashMap<>();
            request.formAttributes().forEach(form::put);
            String signature = request.getHeader("X-Twilio-Signature");
            if (signature == null || !validator.validate(url + request.uri(), form, signature)) {
                request.response().setStatusCode(403).end();
            } else {
                answer(request.path(), form, request.response());
            }
        });
    }

    private void answer(String path, Map<String, String> form, HttpServerResponse response) {
        switch (path) {
            case "/voice/incoming" ->
                response.putHeader("Content-Type", "text/xml; charset=utf-8").end(voicemail(form.get("From")));
            case "/voice/status" -> response.setStatusCode(204).end();
            default -> response.setStatusCode(404).end();
        }
    }

    /** Written by hand: to make it with twilio-java's builders takes as long as four such requests. */
    private String voicemail(String from) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say>Please leave a message after the tone.</Say>"
                + "<Record maxLength=\"180\" action=\"" + url + "/voice/voicemail-end\" recordingStatusCallback=\""
                + url
                + "/voice/recording?from=" + from.replace("+", "%2B") + "\"/><Say>Thank you. Goodbye.</Say></Response>";
    }
}
