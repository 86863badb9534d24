package io.voicewebhooks.support;

import io.voicewebhooks.testkit.Application;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** Somebody with a browser that runs no script: keeps its cookie, and says of each form that it is of the page itself. */
public final class Visitor {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private Optional<String> cookie = Optional.empty();

    private Visitor(String url) {
        this.url = url;
    }

    /** Somebody who asks that address, which may have a path at its end. */
    public static Visitor at(String url) {
        return new Visitor(url);
    }

    public static Visitor of(Application application) {
        return at(application.managementUrl());
    }

    /** Somebody who has logged in with {@link Operator#TOKEN}. */
    public static Visitor loggedIn(Application application) {
        Visitor visitor = of(application);
        HttpResponse<String> answer = visitor.post("/login", "token", Operator.TOKEN);
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("no login: " + answer.statusCode() + " " + answer.body());
        }
        return visitor;
    }

    /** The cookie as it is sent, if there is one. */
    public Optional<String> cookie() {
        return cookie;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** Sends a form: names and values in turn. */
    public HttpResponse<String> post(String path, String... fields) {
        return send(form(path, fields).header("Sec-Fetch-Site", "same-origin"));
    }

    /** The same without a word on where it comes from, which the caller adds. */
    public HttpRequest.Builder form(String path, String... fields) {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        cookie.ifPresent(value -> request.header("Cookie", value));
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(value -> cookie = Optional.of(value.replaceFirst(";.*", "")));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A page as XML: what is not well-formed fails. */
    public static Document document(HttpResponse<String> page) {
        try {
            String xml = page.body().replaceFirst("<!DOCTYPE html>", "");
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new IllegalStateException("no XML: " + page.body(), e);
        }
    }
}
