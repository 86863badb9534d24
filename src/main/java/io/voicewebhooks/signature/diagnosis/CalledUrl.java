package io.voicewebhooks.signature.diagnosis;

/**
 * A URL as it was entered at Twilio or seen at the proxy, cut into its parts without decoding any of them. User and
 * password are dropped, as Twilio does. The prefix is the path in front of {@code /voice/}; port, query and fragment have
 * their first character, or are empty.
 */
record CalledUrl(String scheme, String host, String port, String prefix, String path, String query, String fragment) {
    private static final String ROUTES = "/voice/";

    /** Fails if it is no absolute http or https URL. */
    static CalledUrl of(String url) {
        int authority = url.indexOf("://") + 3;
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException("a URL begins with http:// or https://");
        }
        int fragment = before(url, '#', url.length());
        int query = before(url, '?', fragment);
        int path = Math.min(before(url, '/', query), query);
        String host = url.substring(authority, path);
        host = host.substring(host.lastIndexOf('@') + 1);
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon >= 0 && host.indexOf(']', colon) < 0;
        String wholePath = url.substring(path, query);
        int routes = Math.max(0, wholePath.indexOf(ROUTES));
        return new CalledUrl(
                url.substring(0, authority - 3),
                hasPort ? host.substring(0, colon) : host,
                hasPort ? host.substring(colon) : "",
                wholePath.substring(0, routes),
                wholePath.substring(routes),
                url.substring(query, fragment),
                url.substring(fragment));
    }

    /** Where a character is behind the scheme, at most {@code end}. */
    private static int before(String url, char character, int end) {
        int found = url.indexOf(character, url.indexOf("://") + 3);
        return found < 0 ? end : Math.min(found, end);
    }
}
