package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;

/** No caller's text is a part of the name of an object, a bucket or a file. */
abstract class StorageAttackTest {
    private static final String DAY = "/" + Twilio.ACCOUNT + "/\\d{4}/\\d\\d/\\d\\d/CA[0-9a-f]{32}/";
    private static final String EVENT = "[0-9a-f]{32}\\.json";

    private static final List<String> OURS = List.of("archive", "in-use", "journal", "spool", "calls.db");

    private final Target target;

    StorageAttackTest(Target target) {
        this.target = target;
    }

    @Test
    void everyObjectHasANameOfOurs() {
        List<String> keys = target.s3.keys();

        assertThat(keys)
                .hasSize(target.calls() * (Target.EVENTS.size() + 1))
                .allMatch(key -> key.matches("events" + DAY + EVENT)
                        || key.matches("recordings" + DAY + "RE[0-9a-f]{32}\\.wav"));
        assertThat(target.s3.client().listBuckets().buckets())
                .extracting(Bucket::name)
                .containsExactly(S3Server.BUCKET);
    }

    @Test
    void noCallersTextIsMetadata() {
        for (String key : target.s3.keys()) {
            assertThat(target.s3.metadata(key)).allSatisfy((name, value) -> {
                assertThat(name).isIn("accountsid", "callsid", "sha256", "duration");
                assertThat(value).matches("[A-Za-z0-9]+");
            });
        }
    }

    @Test
    void everyFileOfTheArchiveHasANameOfOursAndNoneIsElsewhere() throws IOException {
        Path archive = target.data().resolve("archive");
        try (Stream<Path> files = Files.walk(archive)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> "/" + archive.relativize(file))
                            .toList())
                    .hasSize(target.calls() * Target.EVENTS.size())
                    .allMatch(file -> file.matches(DAY + EVENT));
        }
        assertThat(names(target.data()))
                .allMatch(name -> name.startsWith("calls.db") || name.equals("sqlite") || OURS.contains(name))
                .containsAll(OURS);
        assertThat(names(target.data().getParent())).containsExactlyInAnyOrder("data", "routes", "s3");
        assertThat(target.data().resolve("spool")).isEmptyDirectory();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
