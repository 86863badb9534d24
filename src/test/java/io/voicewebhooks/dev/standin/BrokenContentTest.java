package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was broken off, or was never right, keeps nothing else from being read. */
class BrokenContentTest {
    @TempDir
    Path dir;

    @Test
    void anObjectThatWasNotWrittenToItsEndIsLeftOut() throws IOException {
        ObjectFiles before = new ObjectFiles(dir);
        before.put("bucket/whole", "", Map.of(), new ByteArrayInputStream(new byte[1]));
        before.put("bucket/half", "", Map.of(), new ByteArrayInputStream(new byte[1]));
        Path about = Path.of(before.file("bucket/half") + ".json");
        Files.writeString(about, Files.readString(about).substring(0, 20));

        assertThat(new ObjectFiles(dir).all()).containsOnlyKeys("bucket/whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: <<<>>>", "Content-Type: text/plain; charset=nonsense"})
    void aMailThatIsNoneIsListed(String header) throws IOException {
        Path file = Files.writeString(dir.resolve("1.eml"), header + "\r\nSubject: any\r\n\r\ntext\r\n");

        assertThat(new MailFile(1, file).read())
                .returns(1L, ReceivedMail::number)
                .returns("(not readable)", ReceivedMail::subject);
    }
}
