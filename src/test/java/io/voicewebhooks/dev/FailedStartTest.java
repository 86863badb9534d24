package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with which nothing is wrong until the application starts with them. */
class FailedStartTest {
    /** That the directory is there is asked at the start alone. */
    private static final String FLOW = """
            - route:
                id: watched
                from:
                  uri: file:nowhere
                  parameters: { autoCreate: false, directoryMustExist: true, startingDirectoryMustExist: true }
                  steps:
                    - log: { message: "a file" }
            """;

    private DevFolder folder;

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        folder = DevFolder.start(dir);
    }

    @AfterEach
    void stop() {
        folder.close();
    }

    @Test
    void whatRanBeforeStartsAgainUntilItIsMended() throws Exception {
        String before = folder.greeting();
        folder.save("routes/flow-watched.camel.yaml", FLOW);

        assertThat(folder.says("what ran before starts again"))
                .containsPattern("does not start; what ran before starts again:\n  .*nowhere");
        folder.isReady();
        assertThat(folder.greeting()).isEqualTo(before);
        Visitor visitor = Visitor.at(folder.dev().consoleUrl());
        visitor.get("/login?token=" + folder.dev().token());
        assertThat(visitor.get("/calls").body()).contains("nowhere");

        folder.save("routes/twiml/goodbye.xml", "<Response>\n  <Say>Farewell.</Say>\n</Response>\n");
        assertThat(folder.says("starts again")).as("it is no better now").contains("nowhere");
        folder.routes().delete("flow-watched.camel.yaml");
        folder.takes("routes/twiml/goodbye.xml");
        assertThat(visitor.get("/calls").body()).doesNotContain("nowhere");
    }

    @Test
    void whereThatStartFailsTooTheNextSaveIsTried() throws Exception {
        CompletableFuture<ServerSocket> other = CompletableFuture.supplyAsync(this::port);
        folder.save("routes/twiml/goodbye.xml", "<Response>\n  <Say>Farewell.</Say>\n</Response>\n");

        String said = folder.says("does not start either; the next save is tried");
        int port = URI.create(folder.dev().url()).getPort();
        assertThat(said)
                .contains("does not start; what ran before starts again")
                .contains(String.valueOf(port));
        other.get().close();
        folder.save("routes/twiml/goodbye.xml", "<Response>\n  <Say>So long.</Say>\n</Response>\n");
        folder.takes("routes/twiml/goodbye.xml");
        assertThat(folder.greeting()).contains("Please leave a message");
    }

    /** Somebody takes the application's port as soon as it is free. */
    private ServerSocket port() {
        URI url = URI.create(folder.dev().url());
        while (true) {
            try {
                return new ServerSocket(url.getPort(), 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
