package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.simulator.MediaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an account of {@link RestServer} has. Fields are named as in answers: {@code voice_url}. */
public final class RestAccount {
    /** A resource, and when it came into being here. */
    private record Held(ObjectNode json, Instant since) {}

    private final RestServer server;
    private final String sid;
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final Map<String, List<Held>> held = new HashMap<>();
    private final Map<String, List<ObjectNode>> requests = new HashMap<>();
    private MediaServer media;

    RestAccount(RestServer server, String sid) {
        this.server = server;
        this.sid = sid;
    }

    /** {@code AC…}. */
    public String sid() {
        return sid;
    }

    /** Takes these credentials too, those of an API key for example. */
    public RestAccount accept(String user, String password) {
        credentials.add("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** That of its auth token. */
    String authorization() {
        return credentials.get(0);
    }

    boolean accepts(String authorization) {
        return credentials.contains(authorization);
    }

    /** Adds a phone number; returns its {@code PN…}. */
    public String number(String number, Map<String, String> fields) {
        return add("IncomingPhoneNumbers", with(fields, "phone_number", number, "friendly_name", number));
    }

    /** Adds a TwiML App; returns its {@code AP…}. */
    public String application(String name, Map<String, String> fields) {
        return add("Applications", with(fields, "friendly_name", name));
    }

    /** Adds a SIP domain; returns its {@code SD…}. */
    public String domain(String name, Map<String, String> fields) {
        return add("SIP/Domains", with(fields, "domain_name", name, "friendly_name", name));
    }

    /** Adds a BYOC trunk; returns its {@code BY…}. */
    public String byocTrunk(String name, Map<String, String> fields) {
        return add("ByocTrunks", with(fields, "friendly_name", name));
    }

    /** Changes a resource as a user of the Console does. */
    public void changeInConsole(String resource, String field, String value) {
        for (String kind : List.of("IncomingPhoneNumbers", "Applications", "SIP/Domains", "ByocTrunks")) {
            find(RestKind.of(kind), resource)
                    .ifPresent(json ->
                            change(RestKind.of(kind), json, Map.of(field, value), "US" + "0".repeat(32), "web"));
        }
    }

    /** A resource as it is now. */
    public ObjectNode get(String resource) {
        return held.keySet().stream()
                .flatMap(kind -> find(RestKind.of(kind), resource).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> with(Map<String, String> fields, String... more) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        all.putAll(fields);
        return all;
    }

    private String add(String kind, Map<String, String> fields) {
        ObjectNode made = add(RestKind.of(kind), newSid(RestKind.of(kind)), Instant.now());
        fields.forEach(made::put);
        return made.path("sid").asText();
    }

    static String newSid(RestKind kind) {
        return kind.prefix() + UUID.randomUUID().toString().replace("-", "");
    }

    /** Adds a resource of a moment of ours. */
    synchronized ObjectNode add(RestKind kind, String resource, Instant at) {
        ObjectNode made = kind.make(sid, resource, server.url());
        if (kind != RestKind.CHANGES) {
            String time = time(kind, at);
            made.put("date_created", time).put("date_updated", time);
        }
        held.computeIfAbsent(kind.path(), any -> new ArrayList<>()).add(new Held(made, Instant.now()));
        return made;
    }

    /** A moment of ours by Twilio's clock, as resources have it. */
    String time(RestKind kind, Instant at) {
        Instant there = at.plus(server.clockError());
        return kind.isOf2010() ? RestTimes.of2010(there) : RestTimes.ofLater(there);
    }

    synchronized Optional<ObjectNode> find(RestKind kind, String resource) {
        return held.getOrDefault(kind.path(), List.of()).stream()
                .map(Held::json)
                .filter(json -> json.path("sid").asText().equals(resource))
                .findFirst();
    }

    synchronized boolean remove(RestKind kind, String resource) {
        return held.getOrDefault(kind.path(), new ArrayList<>())
                .removeIf(each -> each.json().path("sid").asText().equals(resource));
    }

    /** Newest first, without what the list does not show yet. */
    synchronized List<ObjectNode> list(RestKind kind, Map<String, String> query, Duration lag) {
        Instant last = Instant.now().minus(lag);
        List<ObjectNode> found = new ArrayList<>(held.getOrDefault(kind.path(), List.of()).stream()
                .filter(each -> !each.since().isAfter(last))
                .map(Held::json)
                .filter(json -> RestFilter.matches(kind, query, json))
                .map(ObjectNode::deepCopy)
                .toList());
        Collections.reverse(found);
        return found;
    }

    /** Changes fields, which makes an event of Monitor. */
    synchronized void change(
            RestKind kind, ObjectNode resource, Map<String, String> fields, String actor, String source) {
        ObjectNode changes = RestKind.MAPPER.createObjectNode();
        fields.forEach((field, value) -> {
            if (!resource.path(field).asText("").equals(value)) {
                changes.putObject(field)
                        .put("previous", resource.path(field).asText(""))
                        .put("updated", value);
                resource.put(field, value);
            }
        });
        resource.put("date_updated", time(kind, Instant.now()));
        if (!changes.isEmpty()) {
            String type = kind.path().toLowerCase().replaceAll("s$", "");
            ObjectNode event = add(RestKind.CHANGES, newSid(RestKind.CHANGES), Instant.now());
            event.put("actor_sid", actor)
                    .put("actor_type", actor.startsWith("US") ? "user" : "account")
                    .put("event_date", time(RestKind.CHANGES, Instant.now()))
                    .put("event_type", type + ".updated")
                    .put("resource_sid", resource.path("sid").asText())
                    .put("resource_type", type)
                    .put("source", source)
                    .put("source_ip_address", "192.0.2.7")
                    .set("event_data", changes);
        }
    }

    /** The requests of a call, in their order. */
    synchronized List<ObjectNode> requests(String callSid) {
        return List.copyOf(requests.getOrDefault(callSid, List.of()));
    }

    synchronized void addRequest(String callSid, ObjectNode request) {
        requests.computeIfAbsent(callSid, any -> new ArrayList<>()).add(request);
    }

    /** Where the audio of its recordings is; null if there is none. */
    MediaServer media() {
        return media;
    }

    void media(MediaServer server) {
        media = server;
    }
}
