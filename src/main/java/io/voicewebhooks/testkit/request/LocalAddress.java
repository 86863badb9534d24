package io.voicewebhooks.testkit.request;

import java.net.URI;

/**
 * Where an application is reached that Twilio knows by another address: as behind a proxy, requests are signed for the
 * public URL and go to this machine.
 *
 * @param publicUrl scheme, host, port and path prefix, without a slash at the end
 * @param local     the same of the application
 */
public record LocalAddress(String publicUrl, String local) {
    /** Of an application that is reached as Twilio does. */
    public static final LocalAddress NONE = new LocalAddress("", "");

    /**
     * Of an application whose proxy removes the path prefix of the public URL, or keeps it where {@code url} has it too.
     *
     * @param url any URL of the application on this machine
     */
    public static LocalAddress of(String publicUrl, String url) {
        String base = publicUrl.replaceFirst("/+$", "");
        URI uri = URI.create(url);
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        String prefix = URI.create(base).getRawPath();
        return new LocalAddress(base, begins(url, origin + prefix) ? origin + prefix : origin);
    }

    private static boolean begins(String url, String base) {
        return url.startsWith(base) && (url.length() == base.length() || "/?#".indexOf(url.charAt(base.length())) >= 0);
    }

    /** An URL as Twilio knows it. */
    public String toPublic(String url) {
        return !publicUrl.isEmpty() && begins(url, local) ? publicUrl + url.substring(local.length()) : url;
    }

    /** Where an URL is really asked. */
    URI toLocal(URI url) {
        String text = url.toString();
        return !publicUrl.isEmpty() && begins(text, publicUrl)
                ? URI.create(local + text.substring(publicUrl.length()))
                : url;
    }
}
