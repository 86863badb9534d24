package io.voicewebhooks.bench;

import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Twilio;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What an archive of recordings costs at least, as a process: fetches each to the disk, digests it with SHA-256 on the way,
 * puts it to S3 and deletes the file. Keeps nothing else and repeats nothing.
 */
final class PlainArchive {
    /** What stands before the SID in the keys of its objects. */
    static final String PREFIX = "plain/";

    private static final String RECORDINGS = "/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/Recordings/";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String credentials = "Basic "
            + Base64.getEncoder()
                    .encodeToString((Twilio.ACCOUNT + ":" + Twilio.TOKEN).getBytes(StandardCharsets.UTF_8));
    private final String media = System.getProperty("media.url");
    private final Path directory = Path.of(System.getProperty("plain.directory"));
    private final S3Client s3;

    private PlainArchive(S3Client s3) {
        this.s3 = s3;
    }

    public static void main(String[] args) throws Exception {
        BigRecordings recordings = BigRecordings.ofProperties();
        ExecutorService workers = Executors.newFixedThreadPool(Integer.getInteger("plain.workers"));
        try (S3Client s3 = S3Server.client(System.getProperty("s3.endpoint"))) {
            PlainArchive archive = new PlainArchive(s3);
            archive.archive(recordings.small(), workers);
            long begun = System.nanoTime();
            archive.archive(recordings.measured(), workers);
            System.out.printf(
                    "archived in %d ms, %d MiB%n",
                    (System.nanoTime() - begun) / 1_000_000,
                    Footprint.peakMemory(ProcessHandle.current().pid()));
        } finally {
            workers.shutdownNow();
        }
    }

    private void archive(List<String> recordings, ExecutorService workers) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        recordings.forEach(sid -> work.add(() -> archive(sid)));
        for (Future<Void> done : workers.invokeAll(work)) {
            done.get();
        }
    }

    private Void archive(String sid) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(URI.create(media + RECORDINGS + sid + ".wav"))
                        .header("Authorization", credentials)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the media server answered " + answer.statusCode());
        }
        Path file = Files.createTempFile(directory, "", ".wav");
        try (InputStream audio = answer.body();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sha256)) {
            audio.transferTo(out);
        }
        s3.putObject(
                object -> object.bucket(S3Server.BUCKET)
                        .key(PREFIX + sid + ".wav")
                        .contentType("audio/x-wav")
                        .metadata(Map.of("sha256", HexFormat.of().formatHex(sha256.digest()))),
                RequestBody.fromFile(file));
        Files.delete(file);
        return null;
    }
}
