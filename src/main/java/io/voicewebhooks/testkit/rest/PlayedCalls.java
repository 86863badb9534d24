package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.RequestFailure;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.CallRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps what a simulator plays, as Twilio tells of it afterwards. */
final class PlayedCalls implements CallRecords {
    private static final List<String> FINAL = List.of("completed", "busy", "failed", "no-answer", "canceled");

    private final RestAccount account;
    private final RestServer server;

    PlayedCalls(RestAccount account, RestServer server) {
        this.account = account;
        this.server = server;
    }

    @Override
    public void call(Map<String, String> parameters, long seconds, Instant at) {
        synchronized (account) {
            ObjectNode call = account.find(RestKind.CALLS, parameters.get("CallSid"))
                    .orElseGet(() -> account.add(RestKind.CALLS, parameters.get("CallSid"), at));
            String status = parameters.get("CallStatus");
            for (String name :
                    List.of("From", "To", "Direction", "ParentCallSid", "CallerName", "ForwardedFrom", "AnsweredBy")) {
                if (parameters.containsKey(name)) {
                    call.put(RestKind.field(name), parameters.get(name));
                }
            }
            call.put("status", status.equals("initiated") ? "queued" : status);
            if (call.path("start_time").isNull() && !status.equals("initiated")) {
                call.put("start_time", account.time(RestKind.CALLS, at));
            }
            if (FINAL.contains(status)) {
                call.put("end_time", account.time(RestKind.CALLS, at)).put("duration", String.valueOf(seconds));
            }
            call.put("date_updated", account.time(RestKind.CALLS, at));
        }
    }

    @Override
    public void recording(Map<String, String> parameters, Instant at) {
        synchronized (account) {
            String sid = parameters.get("RecordingSid");
            ObjectNode recording =
                    account.find(RestKind.RECORDINGS, sid).orElseGet(() -> account.add(RestKind.RECORDINGS, sid, at));
            String error = parameters.get("ErrorCode");
            recording
                    .put("call_sid", parameters.get("CallSid"))
                    .put("conference_sid", parameters.get("ConferenceSid"))
                    .put("channels", Integer.parseInt(parameters.get("RecordingChannels")))
                    .put("source", parameters.get("RecordingSource"))
                    .put("status", parameters.get("RecordingStatus"))
                    .put("start_time", recording.path("date_created").asText())
                    .put("duration", parameters.get("RecordingDuration"))
                    .put("media_url", server.url() + "/2010-04-01/Accounts/" + account.sid() + "/Recordings/" + sid)
                    .put("date_updated", account.time(RestKind.RECORDINGS, at));
            if (parameters.containsKey("EncryptionDetails")) {
                recording.set("encryption_details", encryption(parameters.get("EncryptionDetails")));
            }
            if (error.equals("0")) {
                recording.putNull("error_code");
            } else {
                recording.put("error_code", Integer.parseInt(error));
            }
        }
    }

    /** With the names that the API has for the three parts. */
    private static ObjectNode encryption(String details) {
        try {
            JsonNode told = RestKind.MAPPER.readTree(details);
            return RestKind.MAPPER
                    .createObjectNode()
                    .put(
                            "encryption_public_key_sid",
                            told.path("public_key_sid").asText())
                    .put("encryption_cek", told.path("encrypted_cek").asText())
                    .put("encryption_iv", told.path("iv").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void request(String callSid, Webhook webhook, Answer answer, Instant at) {
        ObjectNode made = RestKind.MAPPER.createObjectNode();
        ObjectNode request =
                made.putObject("request").put("method", webhook.method()).put("url", url(webhook));
        ObjectNode parameters = request.putObject("parameters");
        webhook.parameters().forEach((name, value) -> parameters.put(RestKind.field(name), value));
        made.putObject("response")
                .put("response_code", answer.status())
                .put("request_duration", answer.time().toMillis())
                .put("content_type", answer.contentType())
                .put("response_body", text(answer))
                .put("date_created", account.time(RestKind.CALLS, at));
        account.addRequest(callSid, made);
        answer.failure().ifPresent(failure -> alert(callSid, webhook, answer, failure, at));
    }

    private void alert(String callSid, Webhook webhook, Answer answer, RequestFailure failure, Instant at) {
        synchronized (account) {
            account.add(RestKind.ALERTS, RestAccount.newSid(RestKind.ALERTS), at)
                    .put(
                            "alert_text",
                            "ErrorCode=" + failure.code() + "&LogLevel=ERROR&Msg=" + Webhook.encode(failure.text()))
                    .put("date_generated", account.time(RestKind.ALERTS, at))
                    .put("error_code", String.valueOf(failure.code()))
                    .put("more_info", "https://www.twilio.com/docs/errors/" + failure.code())
                    .put("request_method", webhook.method())
                    .put("request_url", url(webhook))
                    .put("request_variables", variables(webhook))
                    .put("request_headers", "Content-Type=application/x-www-form-urlencoded")
                    .put("resource_sid", callSid)
                    .put("response_body", text(answer))
                    .put(
                            "response_headers",
                            answer.contentType().isEmpty() ? "" : "Content-Type=" + answer.contentType());
        }
    }

    private static String url(Webhook webhook) {
        return webhook.url().replaceFirst("#.*", "");
    }

    private static String variables(Webhook webhook) {
        return webhook.parameters().entrySet().stream()
                .map(each -> each.getKey() + "=" + Webhook.encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String text(Answer answer) {
        return answer.contentType().startsWith("audio/") ? "" : new String(answer.body(), StandardCharsets.UTF_8);
    }
}
