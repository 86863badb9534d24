package io.voicewebhooks.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.delivery.UndeliverableException;
import java.util.Base64;

/**
 * How Twilio encrypted a recording
 * (<a href="https://www.twilio.com/docs/voice/tutorials/voice-recording-encryption">Voice Recording Encryption</a>): the
 * public key ({@code CR…}) that wrapped the content key, that, and 12 bytes.
 */
record EncryptionDetails(String publicKeySid, byte[] encryptedCek, byte[] iv) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int IV_BYTES = 12;

    /**
     * Reads the parameter {@code EncryptionDetails} of a recording status callback: JSON with {@code public_key_sid},
     * {@code encrypted_cek} (base64) and {@code iv} (base64).
     */
    static EncryptionDetails read(String json) throws UndeliverableException {
        JsonNode details;
        try {
            details = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // the parser's own message would quote what a stranger wrote
            throw broken("they are no JSON");
        }
        byte[] iv = bytes(details, "iv");
        if (iv.length != IV_BYTES) {
            throw broken("iv has " + iv.length + " bytes instead of " + IV_BYTES);
        }
        return new EncryptionDetails(details.path("public_key_sid").asText(), bytes(details, "encrypted_cek"), iv);
    }

    private static byte[] bytes(JsonNode details, String name) throws UndeliverableException {
        String text = details.path(name).asText();
        if (text.isEmpty()) {
            throw broken(name + " is missing");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw broken(name + " is no base64");
        }
    }

    private static UndeliverableException broken(String what) {
        return new UndeliverableException(
                "the recording is encrypted and its EncryptionDetails cannot be used: " + what);
    }
}
