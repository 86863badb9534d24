package io.voicewebhooks.testkit.rest;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked.
 *
 * @param account whose credentials came with it
 * @param asked   method and address in one line
 */
record RestRequest(String method, URI uri, String body, RestAccount account, String asked) {
    String path() {
        return uri.getRawPath();
    }

    Map<String, String> query() {
        return decode(uri.getRawQuery());
    }

    /** The last value of each name. */
    Map<String, String> form() {
        return decode(body);
    }

    /** All values of a name. */
    List<String> values(String name) {
        return List.of(body.split("&")).stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> plain(each.substring(name.length() + 1)))
                .toList();
    }

    private static Map<String, String> decode(String encoded) {
        Map<String, String> decoded = new LinkedHashMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            for (String each : encoded.split("&")) {
                String[] parts = each.split("=", 2);
                decoded.put(plain(parts[0]), parts.length == 1 ? "" : plain(parts[1]));
            }
        }
        return decoded;
    }

    private static String plain(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
