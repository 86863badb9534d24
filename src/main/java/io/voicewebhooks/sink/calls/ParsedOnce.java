package io.voicewebhooks.sink.calls;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * The bean {@code callStatements}: camel-sql looks for the parameters of a statement anew for each event, which takes a
 * fifth of the log's time. Here they are looked for once. Their values are those of the body, a map; {@code :#in:} and
 * expressions are not known.
 */
final class ParsedOnce extends DefaultSqlPrepareStatementStrategy {
    /** What {@code :#name} has become. */
    private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+)");

    private record Parsed(String statement, List<String> names) {}

    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    @Override
    public String prepareQuery(String query, boolean named, Exchange exchange) {
        return parsed(query).statement();
    }

    @Override
    public Iterator<?> createPopulateIterator(
            String query, String prepared, int expected, Exchange exchange, Object value) {
        Map<?, ?> body = (Map<?, ?>) value;
        return parsed(query).names().stream().map(name -> value(body, name)).iterator();
    }

    private static Object value(Map<?, ?> body, String name) {
        if (!body.containsKey(name)) {
            throw new IllegalArgumentException("a statement names :#" + name + ", which the body does not have; it has "
                    + new TreeSet<>(body.keySet()));
        }
        return body.get(name);
    }

    private Parsed parsed(String query) {
        return parsed.computeIfAbsent(
                query,
                text -> new Parsed(
                        PARAMETER.matcher(text).replaceAll("?"),
                        PARAMETER
                                .matcher(text)
                                .results()
                                .map(each -> each.group(1))
                                .toList()));
    }
}
