package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.testkit.request.Webhook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A page of a list (<a href="https://www.twilio.com/docs/usage/twilios-response#pagination">Pagination</a>). The token of the
 * next one names the last resource of this one, so that what is new meanwhile moves nothing.
 */
final class RestPage {
    private static final int STANDARD_SIZE = 50;
    private static final int MOST = 1000;

    private final String path;
    private final Map<String, String> query;
    private final int size;
    private final int number;

    RestPage(String path, Map<String, String> query) {
        this.path = path;
        this.query = query;
        this.size = Math.max(1, Math.min(MOST, number(query.get("PageSize"), STANDARD_SIZE)));
        this.number = number(query.get("Page"), 0);
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /**
     * The page.
     *
     * @param all     those of the whole list, in its order
     * @param base    in front of addresses, for the APIs after that of 2010; null for that
     * @param repeats whether the next page is this one
     */
    ObjectNode of(String key, List<ObjectNode> all, String base, boolean repeats) {
        int begin = begin(all);
        List<ObjectNode> here = all.subList(begin, Math.min(all.size(), begin + size));
        boolean more = begin + size < all.size();
        String next = null;
        if (repeats) {
            next = address(number, query.get("PageToken"));
        } else if (more) {
            String last = here.get(here.size() - 1).path("sid").asText();
            next = address(number + 1, last.isEmpty() ? null : "PA" + last);
        }
        String previous = number == 0 ? null : address(number - 1, null);
        ObjectNode page = RestKind.MAPPER.createObjectNode();
        page.putArray(key).addAll(here);
        if (base == null) {
            page.put("page", number)
                    .put("page_size", size)
                    .put("start", begin)
                    .put("end", Math.max(begin, begin + here.size() - 1));
            page.put("first_page_uri", address(0, null)).put("uri", address(number, query.get("PageToken")));
            page.put("next_page_uri", next).put("previous_page_uri", previous);
        } else {
            page.putObject("meta")
                    .put("page", number)
                    .put("page_size", size)
                    .put("key", key)
                    .put("first_page_url", base + address(0, null))
                    .put("url", base + address(number, query.get("PageToken")))
                    .put("next_page_url", next == null ? null : base + next)
                    .put("previous_page_url", previous == null ? null : base + previous);
        }
        return page;
    }

    private int begin(List<ObjectNode> all) {
        String token = query.get("PageToken");
        if (token == null) {
            return Math.min(all.size(), number * size);
        }
        return IntStream.range(0, all.size())
                .filter(i -> token.equals("PA" + all.get(i).path("sid").asText()))
                .map(i -> i + 1)
                .findFirst()
                .orElse(Math.min(all.size(), number * size));
    }

    private String address(int page, String token) {
        Map<String, String> other = new TreeMap<>(query);
        other.put("PageSize", String.valueOf(size));
        other.put("Page", String.valueOf(page));
        other.remove("PageToken");
        if (token != null) {
            other.put("PageToken", token);
        }
        return path
                + other.entrySet().stream()
                        .map(each -> Webhook.encode(each.getKey()) + "=" + Webhook.encode(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
