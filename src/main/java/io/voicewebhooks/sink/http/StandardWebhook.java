package io.voicewebhooks.sink.http;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The bean {@code standardWebhook}: signs the body as
 * <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 * and sets {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 */
public final class StandardWebhook {
    /**
     * Signs with every secret, {@code whsec_…}, of a list with commas: there are two while one replaces the other, and the
     * receiver accepts any. The id is that of the event, the same on every try.
     */
    public void sign(Exchange exchange, String id, String secrets) throws WebhookSigningException {
        Message message = exchange.getMessage();
        String body = message.getBody(String.class);
        long timestamp = Instant.now().getEpochSecond();
        StringBuilder signatures = new StringBuilder();
        for (String secret : secrets.split(",")) {
            signatures
                    .append(signatures.isEmpty() ? "" : " ")
                    .append(new Webhook(secret.strip()).sign(id, timestamp, body));
        }
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", Long.toString(timestamp));
        message.setHeader("webhook-signature", signatures.toString());
    }
}
