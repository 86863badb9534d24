package io.voicewebhooks.operations;

import io.vertx.core.http.HttpServerRequest;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * What an operator asks for.
 *
 * @param name     what the path names: the id of a dead letter, a sink; empty where it names nothing
 * @param progress told of by what has many messages
 */
record OperatorRequest(String name, Map<String, String> parameters, Operations.Who who, Progress progress) {
    /** Reads a request. Where a token is configured every operation needs it, and {@link TokenCheck} has asked for it. */
    static OperatorRequest of(Exchange exchange, Operation operation) {
        HttpServerRequest http = exchange.getMessage(HttpMessage.class).getRequest();
        boolean trusted = Settings.of(exchange.getContext()).get(Key.MANAGEMENT_TOKEN) != null;
        operation.permit(trusted);
        refuseBody(http);
        String address = http.remoteAddress().hostAddress();
        String name = http.getHeader("X-Operator");
        String operator = name == null || name.isBlank() ? address : LogText.of(name.strip()) + " at " + address;
        try {
            return new OperatorRequest(
                    name(http.path()), parameters(http.uri()), new Operations.Who(operator, trusted), new Progress());
        } catch (BadWebhookException | IllegalArgumentException e) {
            throw new RefusedException(400, "the URL has a malformed escape");
        }
    }

    /** Who asks, fit for a log line. */
    String operator() {
        return who.name();
    }

    /** A filter in a body would go unread, and the action would hit more than was meant. */
    private static void refuseBody(HttpServerRequest http) {
        String length = http.getHeader("Content-Length");
        if (length != null && !"0".equals(length) || http.getHeader("Transfer-Encoding") != null) {
            throw new RefusedException(400, "parameters go into the query; a request has no body");
        }
    }

    private static Map<String, String> parameters(String target) {
        Map<String, String> parameters = new TreeMap<>();
        for (Entry<String, String> parameter : QueryString.parse(target)) {
            String name = parameter.getKey();
            String before = parameters.put(name, parameter.getValue().strip());
            if (before != null) {
                throw RefusedException.wrong(name, before + ", " + parameters.get(name), "one value");
            }
        }
        return parameters;
    }

    /** {@code /operations/<what>/<name>...}, which may still have the path of a proxy in front. */
    private static String name(String path) {
        String[] parts =
                path.substring(Math.max(0, path.indexOf("/operations/"))).split("/");
        return parts.length < 4 ? "" : URLDecoder.decode(parts[3].replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A parameter, if it is given and not empty. */
    Optional<String> find(String parameter) {
        return Optional.ofNullable(parameters.get(parameter)).filter(value -> !value.isEmpty());
    }

    /** A parameter of a certain form, if it is given. */
    Optional<String> matching(String parameter, String pattern, String allowed) {
        if (parameters.containsKey(parameter) && !parameters.get(parameter).matches(pattern)) {
            throw RefusedException.wrong(parameter, parameters.get(parameter), allowed);
        }
        return find(parameter);
    }

    /** A parameter that has to be there. */
    String required(String parameter, String allowed) {
        return find(parameter)
                .orElseThrow(() -> new RefusedException(400, "%s is missing; allowed: %s", parameter, allowed));
    }

    int number(String parameter, int otherwise, int least, int most) {
        String allowed = "a number from " + least + " to " + most;
        int number =
                matching(parameter, "\\d{1,9}", allowed).map(Integer::parseInt).orElse(otherwise);
        if (number < least || number > most) {
            throw RefusedException.wrong(parameter, parameters.get(parameter), allowed);
        }
        return number;
    }

    int limit() {
        return number("limit", 100, 0, 1_000);
    }

    int offset() {
        return number("offset", 0, 0, 999_999_999);
    }

    /** Why it is done, which has to be said; fit for a log line. */
    String reason() {
        return LogText.of(required("reason", "why, in some words"), 200);
    }

    boolean isTrue(String parameter) {
        return matching(parameter, "true", "true").isPresent();
    }
}
