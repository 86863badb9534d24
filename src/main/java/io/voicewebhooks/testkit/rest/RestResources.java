package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists, fetches, changes, creates and deletes. */
final class RestResources {
    private static final Pattern OF_2010 = Pattern.compile(
            "/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/([A-Z][A-Za-z]+(?:/Domains)?)(?:/([A-Z]{2}[0-9a-f]{32}))?"
                    + "(?:/(Events|Recordings))?\\.json");
    private static final Pattern LATER = Pattern.compile("/v1/([A-Z][A-Za-z]+)(?:/([A-Z]{2}[0-9a-f]{32}))?");

    private final RestServer server;
    private final Map<RestAccount, PlacedCalls> placed = new ConcurrentHashMap<>();

    RestResources(RestServer server) {
        this.server = server;
    }

    /** From now on calls that the account places are played. */
    void play(RestAccount account, PlacedCalls calls) {
        placed.put(account, calls);
    }

    RestAnswer answer(RestRequest request) {
        Matcher of2010 = OF_2010.matcher(request.path());
        if (of2010.matches()) {
            if (!of2010.group(1).equals(request.account().sid())) {
                return RestFault.UNAUTHORIZED.answer();
            }
            RestKind kind = RestKind.of(of2010.group(2));
            if (kind == null || !kind.isOf2010()) {
                return RestAnswer.missing(request.path());
            }
            return of2010.group(4) == null
                    ? answer(request, kind, of2010.group(3))
                    : ofCall(request, of2010.group(3), of2010.group(4));
        }
        Matcher later = LATER.matcher(request.path());
        RestKind kind = later.matches() ? RestKind.of(later.group(1)) : null;
        return kind == null || kind.isOf2010()
                ? RestAnswer.missing(request.path())
                : answer(request, kind, later.group(2));
    }

    private RestAnswer answer(RestRequest request, RestKind kind, String sid) {
        if (sid == null) {
            return switch (request.method()) {
                case "GET" -> list(request, kind, request.query());
                case "POST" -> kind == RestKind.CALLS ? place(request) : RestAnswer.missing(request.path());
                default -> RestAnswer.error(405, 20004, "Method not allowed");
            };
        }
        Optional<ObjectNode> found = request.account().find(kind, sid);
        if (found.isEmpty()) {
            return RestAnswer.missing(request.path());
        }
        return switch (request.method()) {
            case "GET" -> RestAnswer.of(200, found.get());
            case "POST" -> change(request, kind, found.get());
            case "DELETE" -> delete(request, kind, sid, found.get());
            default -> RestAnswer.error(405, 20004, "Method not allowed");
        };
    }

    private RestAnswer list(RestRequest request, RestKind kind, Map<String, String> query) {
        List<ObjectNode> all = new ArrayList<>(request.account().list(kind, query, server.lag()));
        if (kind == RestKind.ALERTS) {
            all.forEach(alert ->
                    alert.remove(List.of("request_variables", "request_headers", "response_headers", "response_body")));
        }
        return page(request, kind.key(), all, kind.isOf2010() ? null : server.url());
    }

    private RestAnswer page(RestRequest request, String key, List<ObjectNode> all, String base) {
        boolean repeats = server.takes(request.asked(), RestFault.REPEATED_PAGE);
        return RestAnswer.of(200, new RestPage(request.path(), request.query()).of(key, all, base, repeats));
    }

    private RestAnswer ofCall(RestRequest request, String callSid, String what) {
        if (!request.method().equals("GET")
                || request.account().find(RestKind.CALLS, callSid).isEmpty()) {
            return RestAnswer.missing(request.path());
        }
        if (what.equals("Events")) {
            List<ObjectNode> shown = request.account().requests(callSid).stream()
                    .filter(each -> server.shows(each.at("/request/url").asText()))
                    .toList();
            return page(request, "events", shown, null);
        }
        Map<String, String> query = new HashMap<>(request.query());
        query.put("CallSid", callSid);
        return list(request, RestKind.RECORDINGS, query);
    }

    private RestAnswer change(RestRequest request, RestKind kind, ObjectNode resource) {
        Optional<RestAnswer> wrong = wrong(request.form());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Map<String, String> fields = new HashMap<>();
        request.form().forEach((name, value) -> {
            if (kind.settable().contains(name) && kind.fields().has(RestKind.field(name))) {
                fields.put(RestKind.field(name), value);
            }
        });
        request.account().change(kind, resource, fields, request.account().sid(), "api");
        return RestAnswer.of(200, resource);
    }

    /** 21402 and 21403 of <a href="https://www.twilio.com/docs/api/errors">the error dictionary</a>. */
    private static Optional<RestAnswer> wrong(Map<String, String> form) {
        for (Map.Entry<String, String> each : form.entrySet()) {
            String value = each.getValue();
            boolean url = each.getKey().endsWith("Url") || each.getKey().endsWith("StatusCallback");
            if (url && !value.isEmpty() && !value.matches("https?://[^/?#\\s_]+([/?#]\\S*)?")) {
                return Optional.of(RestAnswer.error(400, 21402, "Invalid Url: " + each.getKey()));
            }
            if (each.getKey().endsWith("Method") && !List.of("GET", "POST").contains(value.toUpperCase(Locale.ROOT))) {
                return Optional.of(RestAnswer.error(400, 21403, "Invalid Method: " + each.getKey()));
            }
        }
        return Optional.empty();
    }

    private static RestAnswer delete(RestRequest request, RestKind kind, String sid, ObjectNode resource) {
        if (!kind.isOf2010() && kind.settable().isEmpty()) {
            return RestAnswer.error(405, 20004, "Method not allowed");
        }
        if (kind == RestKind.CALLS && resource.path("end_time").isNull()) {
            return RestAnswer.error(409, 20009, "Cannot delete this resource before it is complete");
        }
        request.account().remove(kind, sid);
        if (kind == RestKind.RECORDINGS) {
            RestMedia.delete(request.path(), request.account());
        }
        return RestAnswer.of(204, null);
    }

    private RestAnswer place(RestRequest request) {
        Map<String, String> form = request.form();
        for (String needed : List.of("To", "From")) {
            if (form.getOrDefault(needed, "").isEmpty()) {
                return RestAnswer.error(
                        400, needed.equals("To") ? 21201 : 21213, "No '" + needed + "' number is specified");
            }
        }
        if (!form.containsKey("Url") && !form.containsKey("Twiml") && !form.containsKey("ApplicationSid")) {
            return RestAnswer.error(400, 21205, "Url parameter is required");
        }
        return wrong(form)
                .orElseGet(() -> RestAnswer.of(201, PlacedCalls.place(request, placed.get(request.account()))));
    }
}
