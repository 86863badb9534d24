package io.voicewebhooks.dev.standin;

import java.util.List;

/**
 * A mail that came to the mail server; what a stranger wrote is cut where it is long.
 *
 * @param received RFC 3339
 * @param text     that of the first part which is text; of what is no good mail, why
 */
public record ReceivedMail(
        long number,
        String subject,
        String from,
        String to,
        String received,
        String text,
        List<Attachment> attachments) {
    /**
     * A file in it.
     *
     * @param part  for its link
     * @param audio whether a browser plays it
     * @param bytes of its content
     */
    public record Attachment(int part, String name, boolean audio, long bytes) {}
}
