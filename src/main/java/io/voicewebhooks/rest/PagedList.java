package io.voicewebhooks.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads a list page after page (<a href="https://www.twilio.com/docs/usage/twilios-response#pagination">Pagination</a>), and
 * refuses one that comes back to where it was.
 */
final class PagedList<T> {
    /**
     * A page.
     *
     * @param next where the next one is: a URL, of which path and query count; null if this is the last one
     */
    record Part<T>(List<T> resources, String next) {}

    private final String list;
    private final String account;
    private final Supplier<Part<T>> first;
    private final Function<String, Part<T>> further;
    private final Set<String> asked = new HashSet<>();

    /** @param further gives the page of a path with its query */
    PagedList(String list, String account, Supplier<Part<T>> first, Function<String, Part<T>> further) {
        this.list = list;
        this.account = account;
        this.first = first;
        this.further = further;
    }

    Stream<T> stream() {
        return Stream.iterate(first.get(), Objects::nonNull, this::next).flatMap(page -> page.resources().stream());
    }

    private Part<T> next(Part<T> page) {
        if (page.next() == null) {
            return null;
        }
        String url = inside(page.next());
        Part<T> next = asked.add(url) ? further.apply(url) : null;
        if (next == null || !next.resources().isEmpty() && next.resources().equals(page.resources())) {
            throw new TwilioApiException(
                    "the list of " + list + " of the account " + account
                            + " repeats a page: what came until then is not all of it",
                    null);
        }
        return next;
    }

    /** Path and query, whatever host the page names; what Twilio leaves as it is in the names of filters is escaped. */
    private String inside(String url) {
        String path = url.replaceFirst("^https?://[^/]*", "");
        String escaped = (path.startsWith("/") ? path : "/" + path)
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace(" ", "%20");
        try {
            return new URI(escaped).toString();
        } catch (URISyntaxException e) {
            throw new TwilioApiException(
                    "the list of " + list + " of the account " + account
                            + " names a next page that is no URL: what came until then is not all of it",
                    e);
        }
    }
}
