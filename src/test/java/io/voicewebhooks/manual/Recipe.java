package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.Properties;

/** A sink of recipes.md beside the routes of the application: its file, its block in the router, its keys. */
final class Recipe {
    private final Manual manual = Manual.read().page("recipes");
    private final String name;
    private final RouteFolder routes;
    private final Application.Builder application;

    private Recipe(String name, Path directory) throws IOException {
        this.name = name;
        this.routes = RouteFolder.copiedTo(directory)
                .write(file(), manual.block("routes/" + file()))
                .edit(
                        "event-router.camel.yaml",
                        router -> router + "\n" + manual.block("routes/event-router.camel.yaml (" + name + ")"));
        this.application = Application.with(directory.resolve("data"))
                .routes(routes.pattern())
                .set("voice.retry.schedule", "100ms,100ms,100ms,100ms,100ms");
        Properties keys = new Properties();
        keys.load(new StringReader(manual.block(name)));
        keys.forEach((key, value) -> application.set(key.toString(), value.toString()));
    }

    /** The recipe of a name, with its files below a directory. */
    static Recipe of(String name, Path directory) throws IOException {
        return new Recipe(name, directory);
    }

    /** Sets a key to another value than the page's. */
    Recipe set(String key, String value) {
        application.set(key, value);
        return this;
    }

    /** Puts the bean of a block in the place of that of the same name. */
    Recipe bean(String block) throws IOException {
        String bean = manual.block("routes/" + file() + " (" + block + ")");
        String first = bean.substring(0, bean.indexOf('\n'));
        routes.edit(file(), text -> text.replaceFirst("(?s)" + first + "\n.*?(?=    - name: |\n\n)", bean));
        return this;
    }

    Application start() {
        return application.start();
    }

    /** A call that nobody took; its CallSid. */
    static String miss(Application application, String from) {
        String call = Twilio.callSid();
        List<Entry<String, String>> form = Twilio.with(Twilio.call(call), "DialCallStatus", "busy", "From", from);
        assertThat(application.twilio().post("/voice/forward-result", form).statusCode())
                .isEqualTo(200);
        return call;
    }

    private String file() {
        return "sink-" + name + ".camel.yaml";
    }
}
