package io.voicewebhooks.dev.standin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.console.Access;
import io.voicewebhooks.console.PageAnswer;
import io.voicewebhooks.console.PageRequest;
import io.voicewebhooks.console.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.function.ThrowingFunction;

/** {@code /emails}, {@code /objects} and {@code /posts}: what the sinks have sent, newest first. All of it is text. */
final class StandInPages {
    private static final String FOLDER = "/io/voicewebhooks/dev/standin/";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAILS_ON_A_PAGE = 20;
    private static final int ROWS_ON_A_PAGE = 100;
    private static final int LONGEST_TEXT = 256 << 10;

    private final ObjectFiles objects;
    private final MailStandIn mails;
    private final PostStandIn posts;

    StandInPages(ObjectFiles objects, MailStandIn mails, PostStandIn posts) {
        this.objects = objects;
        this.mails = mails;
        this.posts = posts;
    }

    void add(Pages pages) {
        pages.entry("/emails", "E-mails");
        pages.entry("/objects", "Objects");
        pages.entry("/posts", "Posts");
        pages.get(
                "/emails",
                Access.OPERATOR,
                request ->
                        list(request, "emails", "E-mails", mails.mails(), MAILS_ON_A_PAGE, mail -> map(mail.read())));
        pages.get(
                "/objects",
                Access.OPERATOR,
                request -> list(request, "objects", "Objects", newest(), ROWS_ON_A_PAGE, StandInPages::describe));
        pages.get("/objects/content", Access.OPERATOR, this::content);
        pages.get(
                "/posts",
                Access.OPERATOR,
                request -> list(request, "posts", "Posts", posts.posts(), ROWS_ON_A_PAGE, StandInPages::describe));
        file(pages, "/emails/:mail/:part", this::attachment);
        file(pages, "/objects/file", this::object);
        clear(pages, "/emails", mails::clear);
        clear(pages, "/objects", objects::clear);
        clear(pages, "/posts", posts::clear);
    }

    private static <T> PageAnswer list(
            PageRequest request,
            String template,
            String title,
            List<T> all,
            int most,
            ThrowingFunction<T, Map<String, Object>, Exception> row)
            throws Exception {
        String asked = request.parameter("page");
        int page = asked.matches("\\d{1,6}") ? Math.max(1, Integer.parseInt(asked)) : 1;
        Map<String, Object> model = new HashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (T each : all.subList(Math.min(all.size(), (page - 1) * most), Math.min(all.size(), page * most))) {
            rows.add(row.apply(each));
        }
        model.put("rows", rows);
        model.put("total", all.size());
        model.put("newer", page > 1 ? page - 1 : 0);
        model.put("older", page * most < all.size() ? page + 1 : 0);
        return request.page(FOLDER + template + ".html", title, model);
    }

    private List<StoredObject> newest() {
        return objects.all().values().stream()
                .sorted(Comparator.comparing(StoredObject::stored).reversed())
                .toList();
    }

    private static Map<String, Object> map(Object value) {
        return MAPPER.convertValue(value, new TypeReference<>() {});
    }

    private static Map<String, Object> describe(StoredObject object) {
        Map<String, Object> row = new HashMap<>(map(object));
        row.put("audio", AudioType.of(object.type()).isPresent());
        row.put("encoded", URLEncoder.encode(object.key(), StandardCharsets.UTF_8));
        return row;
    }

    private static Map<String, Object> describe(Post post) {
        Map<String, Object> row = new HashMap<>(map(post));
        row.put("body", post.pretty());
        row.put("type", post.type());
        row.put("callSid", post.callSid());
        row.put(post.signature().isEmpty() ? "unsigned" : post.signature(), true);
        return row;
    }

    /** An object as text, whatever it is. */
    private PageAnswer content(PageRequest request) throws IOException {
        Optional<StoredObject> found = objects.find(request.parameter("key"));
        if (found.isEmpty()) {
            return request.error(404, "There is no such object.");
        }
        Map<String, Object> model = describe(found.get());
        if (!model.get("audio").equals(true)) {
            try (InputStream file =
                    Files.newInputStream(objects.file(found.get().key()))) {
                String text = new String(file.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
                model.put("text", found.get().type().contains("json") ? pretty(text) : text);
            }
        }
        return request.page(FOLDER + "object.html", "Object", model);
    }

    private static String pretty(String json) {
        try {
            return MAPPER.readTree(json).toPrettyString();
        } catch (IOException e) {
            return json;
        }
    }

    private Optional<Content> object(PageRequest request) {
        return objects.find(request.parameter("key")).map(object -> {
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            return new Content(name, object.type(), objects.file(object.key()), false);
        });
    }

    private Optional<Content> attachment(PageRequest request) throws Exception {
        for (MailFile mail : mails.mails()) {
            if (request.path("mail").equals(String.valueOf(mail.number()))) {
                return mail.attachment(request.path("part"));
            }
        }
        return Optional.empty();
    }

    /** Audio is played in the page, anything else is for whoever keeps it: a browser shows none of it. */
    private static void file(
            Pages pages, String path, ThrowingFunction<PageRequest, Optional<Content>, Exception> content) {
        pages.direct("GET", path, Access.OPERATOR, request -> pages.aside(() -> content.apply(request))
                .onFailure(request.http()::fail)
                .onSuccess(found -> found.ifPresentOrElse(
                        file -> send(request, file), () -> request.error(404, "There is no such file.")
                                .send(request.http().response()))));
    }

    private static void send(PageRequest request, Content content) {
        Optional<String> audio = AudioType.of(content.type());
        request.send(
                        content.file(),
                        audio.orElse("application/octet-stream"),
                        audio.isPresent() ? "inline" : "attachment",
                        content.name())
                .onComplete(sent ->
                        request.pages().aside(() -> content.temporary() && Files.deleteIfExists(content.file())));
    }

    /** What empties something. */
    private interface Emptying {
        void run() throws IOException;
    }

    private static void clear(Pages pages, String path, Emptying emptying) {
        pages.post(path + "/clear", request -> {
            emptying.run();
            return request.redirect(path, "All of it is gone.");
        });
    }
}
