package io.voicewebhooks.config;

import java.net.URI;
import java.net.URISyntaxException;
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
 * @param allowed the end of the sentence "allowed: …"
 */
record Rule(String allowed, Predicate<String> accepts) {

    private static final Pattern DURATION_TEXT = Pattern.compile("(\\d+(ms|s|m|h|d))+");
    private static final Pattern SIZE_TEXT = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)?");
    /** Artemis' list of several, and the options of all. */
    private static final Pattern BROKERS = Pattern.compile("\\(([^()]*)\\)((?:\\?.*)?)");
    /** Characters; even so many days in milliseconds are far from the end of a long. */
    private static final int LONGEST_DURATION = 10;

    static final Rule ANY = new Rule("any text", value -> true);
    static final Rule BOOLEAN = oneOf("true", "false");
    static final Rule PORT = new Rule("a port, 0 to 65535", value -> isNumber(value, 0, 65_535));
    private static final String OR_PROJECT = "|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
    static final Rule ACCOUNT_SID = matching(
            "AC and 32 hexadecimal digits, or a project id (UUID) of SignalWire", "AC[0-9a-fA-F]{32}" + OR_PROJECT);
    static final Rule API_KEY_SID = matching(
            "SK and 32 hexadecimal digits, or a project id (UUID) of SignalWire", "SK[0-9a-fA-F]{32}" + OR_PROJECT);
    static final Rule TOKEN = matching("text without spaces", "\\S+");
    static final Rule TOKENS =
            matching("one token, or several separated by commas, without spaces", "[^\\s,]+(\\s*,\\s*[^\\s,]+)*");
    static final Rule BUCKET = matching(
            "a bucket name: 3 to 63 of a-z 0-9 . -, no IP address and no two full stops in a row",
            "(?!\\d+(\\.\\d+){3}$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    static final Rule REGION = matching("a region, such as eu-central-1", "[A-Za-z0-9-]+");
    static final Rule KEY_PREFIX = matching("characters of A-Z a-z 0-9 / _ . -", "[A-Za-z0-9/_.-]*");
    static final Rule OBJECT_TAGS = matching(
            "at most ten tags such as retention=2y&owner=voice, of A-Z a-z 0-9 + . : / @ _ -",
            "([A-Za-z0-9+.:/@_-]{1,128}=[A-Za-z0-9+.:/@_-]{0,256}(&(?!$)|$)){0,10}");
    static final Rule HOST_NAMES = new Rule(
            "names or addresses of hosts, separated by commas, without scheme and port",
            value -> list(value).stream().allMatch(host -> host.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")));
    static final Rule BASE_PATH = matching(
            "a path such as /voice-console, without / at its end, of A-Z a-z 0-9 _ . - and /",
            "(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");
    static final Rule FILE = new Rule(
            "a readable file", value -> Files.isReadable(Path.of(value)) && !Files.isDirectory(Path.of(value)));
    static final Rule RSA_KEY_FILE = new Rule(
            "a readable PEM file with an RSA private key in PKCS #8 without a password (BEGIN PRIVATE KEY)",
            RsaKeyFile::isReadable);
    static final Rule DURATION = new Rule("a time such as 90s, 15m, 12h or 30d", Rule::isDuration);
    /** Twilio gives up after 15 s (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
    static final Rule DEADLINE = new Rule(
            "a time of 100ms to 14s, such as 5s",
            value -> isDuration(value)
                    && duration(value).compareTo(Duration.ofMillis(100)) >= 0
                    && duration(value).compareTo(Duration.ofSeconds(14)) <= 0);

    static final Rule DURATIONS = listOf("times separated by commas, such as 5s,30s,2m", Rule::isDuration);
    static final Rule BODY_SIZE =
            new Rule("a size of 1KiB to 16MiB, such as 65536 (bytes), 64KiB or 1MiB", Rule::isBodySize);
    static final Rule DATABASE_SIZE = new Rule(
            "a size of 16MiB or more, such as 512MiB or 2GiB",
            value -> SIZE_TEXT.matcher(value).matches() && bytes(value) >= 16 << 20);
    static final Rule DATABASE_URL = matching(
            "jdbc:sqlite:<file> or jdbc:postgresql://host[:port]/database",
            "jdbc:(sqlite:([A-Za-z]:)?[^?:]+|postgresql://\\S+)");
    static final Rule REQUESTS = new Rule("a whole number, 1 to 10000", value -> isNumber(value, 1, 10_000));
    static final Rule CALL_NUMBERS = listOf(
            "numbers such as +15558675310, or beginnings of numbers such as +1555*, separated by commas",
            number -> number.matches("\\+[1-9]\\d{0,14}\\*?"));
    static final Rule MAIL_ADDRESS = matching("one mail address", "[^\\s@,;<>\"]+@[^\\s@,;<>\"]+");
    static final Rule MAIL_ADDRESSES = listOf("mail addresses separated by commas", MAIL_ADDRESS.accepts());
    static final Rule PUBLIC_URLS = listOf(
            "http(s)://host[:port][/prefix], several separated by commas, without query, fragment or user, and without the"
                    + " /voice/incoming that comes behind it",
            url -> PublicUrl.isValid(url) && !PublicUrl.isWebhook(url));
    static final Rule SERVER_URL = new Rule("http(s)://host[:port], without query or fragment", PublicUrl::isValid);
    static final Rule SINK_URL =
            new Rule("an https URL (http only to a loopback address), without user or fragment", Rule::isSinkUrl);
    static final Rule NUMBERS = listOf(
            "numbers in E.164, beginnings of numbers with * behind them, * for all, or SIDs (AP…, SD…, BY…), separated by"
                    + " commas; =/path behind one for another path than /voice/incoming",
            Pattern.compile("(\\*|\\+[1-9]\\d{0,14}\\*?|(AP|SD|BY)[0-9a-f]{32})(\\s*=\\s*/[^\\s#]*)?")
                    .asMatchPredicate());
    static final Rule WEBHOOK_URL = new Rule(
            "an http(s) URL", value -> isUri(value, uri -> uri.getHost() != null && value.matches("https?://.*")));
    static final Rule BROKER_ADDRESS = new Rule("tcp://host:port, with options behind ?", Rule::isBroker);
    static final Rule BROKER_URL = new Rule(
            "tcp://host:port, or several as (tcp://a:port,tcp://b:port), with options behind ?", Rule::areBrokers);
    static final Rule WEBHOOK_SECRETS = listOf(
            "whsec_ and base64 of 24 to 64 bytes, two separated by a comma while one replaces the other",
            Rule::isWebhookSecret);

    static Rule oneOf(String... values) {
        return new Rule(String.join(", ", values), List.of(values)::contains);
    }

    private static Rule matching(String allowed, String pattern) {
        return new Rule(allowed, Pattern.compile(pattern).asMatchPredicate());
    }

    private static Rule listOf(String allowed, Predicate<String> part) {
        return new Rule(
                allowed, value -> !list(value).isEmpty() && list(value).stream().allMatch(part));
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
        int unit = size.group(2) == null ? 0 : 1 + List.of("KiB", "MiB", "GiB").indexOf(size.group(2));
        return Long.parseLong(size.group(1)) << 10 * unit;
    }

    private static boolean isBodySize(String value) {
        return SIZE_TEXT.matcher(value).matches() && bytes(value) >= 1 << 10 && bytes(value) <= 16 << 20;
    }

    private static boolean isNumber(String value, int least, int most) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
    }

    private static boolean isDuration(String value) {
        return DURATION_TEXT.matcher(value).matches() && value.length() <= LONGEST_DURATION;
    }

    private static boolean isSinkUrl(String value) {
        return isUri(
                value,
                uri -> ("https".equals(uri.getScheme())
                                || "http".equals(uri.getScheme()) && PublicUrl.isLoopback(uri.getHost()))
                        && uri.getHost() != null
                        && uri.getRawFragment() == null
                        // the HTTP client refuses it
                        && uri.getRawUserInfo() == null);
    }

    static boolean isUri(String value, Predicate<URI> accepts) {
        try {
            return accepts.test(new URI(value));
        } catch (URISyntaxException e) {
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
        return isUri(
                value,
                uri -> "tcp".equals(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getPort() >= 0
                        && uri.getPort() <= 65535
                        && uri.getRawPath().isEmpty()
                        && uri.getRawFragment() == null);
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
