package io.voicewebhooks.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * What a value must look like.
 *
 * @param allowed  what is allowed, as the end of the sentence "allowed: …"
 * @param accepts  whether a value is allowed
 */
record Rule(String allowed, Predicate<String> accepts) {

    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d+(ms|s|m|h|d))+");
    private static final Pattern SIZE_TEXT = Pattern.compile("(\\d{1,9})(KiB|MiB)?");
    /** Artemis' list of several, and the options of all. */
    private static final Pattern BROKERS = Pattern.compile("\\(([^()]*)\\)((?:\\?.*)?)");
    /** Characters; even so many days in milliseconds are far from the end of a long. */
    private static final int LONGEST_DURATION = 10;

    static final Rule ANY = new Rule("any text", value -> true);
    static final Rule BOOLEAN = oneOf("true", "false");
    static final Rule PORT = new Rule("a port, 0 to 65535", Rule::isPort);
    static final Rule ACCOUNT_SID = matching("AC and 32 hexadecimal digits", "AC[0-9a-fA-F]{32}");
    static final Rule API_KEY_SID = matching("SK and 32 hexadecimal digits", "SK[0-9a-fA-F]{32}");
    static final Rule TOKEN = matching("text without spaces", "\\S+");
    static final Rule TOKENS =
            matching("one token, or several separated by commas, without spaces", "[^\\s,]+(\\s*,\\s*[^\\s,]+)*");
    static final Rule BUCKET = matching(
            "a bucket name: 3 to 63 of a-z 0-9 . -, no IP address and no two full stops in a row",
            "(?!\\d+(\\.\\d+){3}$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    static final Rule REGION = matching("a region, such as eu-central-1", "[A-Za-z0-9-]+");
    static final Rule KEY_PREFIX = matching("characters of A-Z a-z 0-9 / _ . -", "[A-Za-z0-9/_.-]*");
    static final Rule HOST_NAMES = new Rule(
            "names or addresses of hosts, separated by commas, without scheme and port",
            value -> list(value).stream().allMatch(host -> host.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")));
    static final Rule FILE = new Rule("a readable file", value -> isFile(Path.of(value)));
    static final Rule RSA_KEY_FILE = new Rule(
            "a readable PEM file with an RSA private key in PKCS #8 without a password (BEGIN PRIVATE KEY)",
            RsaKeyFile::isReadable);
    static final Rule DURATION = new Rule("a time such as 90s, 15m, 12h or 30d", value -> isDuration(value));
    /** Twilio gives up after 15 s (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
    static final Rule DEADLINE = new Rule(
            "a time of 100ms to 14s, such as 5s",
            value -> isDuration(value)
                    && duration(value).compareTo(Duration.ofMillis(100)) >= 0
                    && duration(value).compareTo(Duration.ofSeconds(14)) <= 0);

    static final Rule DURATIONS = new Rule(
            "times separated by commas, such as 5s,30s,2m",
            value -> list(value).stream().allMatch(Rule::isDuration)
                    && !list(value).isEmpty());
    static final Rule BODY_SIZE =
            new Rule("a size of 1KiB to 16MiB, such as 65536 (bytes), 64KiB or 1MiB", Rule::isBodySize);
    static final Rule REQUESTS = new Rule("a whole number, 1 to 10000", Rule::isNumberOfRequests);
    static final Rule MAIL_ADDRESS = new Rule("one mail address", value -> isMailAddress(value));
    static final Rule MAIL_ADDRESSES = new Rule(
            "mail addresses separated by commas",
            value -> !list(value).isEmpty() && list(value).stream().allMatch(Rule::isMailAddress));
    static final Rule PUBLIC_URLS = new Rule(
            "http(s)://host[:port][/prefix], several separated by commas, without query, fragment or user, and without the"
                    + " /voice/incoming that comes behind it",
            value -> !list(value).isEmpty()
                    && list(value).stream().allMatch(url -> PublicUrl.isValid(url) && !PublicUrl.isWebhook(url)));
    static final Rule SERVER_URL =
            new Rule("http(s)://host[:port], without query or fragment", value -> PublicUrl.isValid(value));
    static final Rule SINK_URL =
            new Rule("an https URL (http only to a loopback address), without user or fragment", Rule::isSinkUrl);
    static final Rule BROKER_ADDRESS = new Rule("tcp://host:port, with options behind ?", Rule::isBroker);
    static final Rule BROKER_URL = new Rule(
            "tcp://host:port, or several as (tcp://a:port,tcp://b:port), with options behind ?", Rule::areBrokers);
    static final Rule WEBHOOK_SECRETS = new Rule(
            "whsec_ and base64 of 24 to 64 bytes, two separated by a comma while one replaces the other",
            value -> !list(value).isEmpty() && list(value).stream().allMatch(Rule::isWebhookSecret));

    static Rule oneOf(String... values) {
        return new Rule(String.join(", ", values), List.of(values)::contains);
    }

    private static Rule matching(String allowed, String pattern) {
        return new Rule(allowed, Pattern.compile(pattern).asMatchPredicate());
    }

    /** The trimmed, non-empty parts of a comma-separated value. */
    static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static Duration duration(String value) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(value));
    }

    /** The bytes of a size, 1024 of which make a KiB. */
    static long bytes(String value) {
        Matcher size = SIZE_TEXT.matcher(value);
        if (!size.matches()) {
            throw new IllegalArgumentException(value + " is no size");
        }
        int shift = size.group(2) == null ? 0 : size.group(2).equals("KiB") ? 10 : 20;
        return Long.parseLong(size.group(1)) << shift;
    }

    private static boolean isBodySize(String value) {
        return SIZE_TEXT.matcher(value).matches() && bytes(value) >= 1 << 10 && bytes(value) <= 16 << 20;
    }

    private static boolean isNumberOfRequests(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 10_000;
    }

    private static boolean isFile(Path path) {
        return Files.isReadable(path) && !Files.isDirectory(path);
    }

    private static boolean isDuration(String value) {
        return DURATION_TEXT.matcher(value).matches() && value.length() <= LONGEST_DURATION;
    }

    private static boolean isPort(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65535;
    }

    private static boolean isMailAddress(String value) {
        return value.matches("[^\\s@,;<>\"]+@[^\\s@,;<>\"]+");
    }

    private static boolean isSinkUrl(String value) {
        try {
            URI uri = new URI(value);
            boolean secure = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && PublicUrl.isLoopback(uri.getHost());
            return secure
                    && uri.getHost() != null
                    && uri.getRawFragment() == null
                    // the HTTP client refuses it
                    && uri.getRawUserInfo() == null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    private static boolean areBrokers(String value) {
        Matcher several = BROKERS.matcher(value);
        if (!several.matches()) {
            return isBroker(value);
        }
        List<String> brokers = List.of(several.group(1).split(",", -1));
        return brokers.stream().allMatch(Rule::isBroker) && isBroker(brokers.get(0) + several.group(2));
    }

    private static boolean isBroker(String value) {
        try {
            URI uri = new URI(value);
            return "tcp".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() >= 0
                    && uri.getPort() <= 65535
                    && uri.getRawPath().isEmpty()
                    && uri.getRawFragment() == null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    private static boolean isWebhookSecret(String value) {
        try {
            int bytes = Base64.getDecoder().decode(value.substring("whsec_".length())).length;
            return value.startsWith("whsec_") && bytes >= 24 && bytes <= 64;
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return false;
        }
    }
}
