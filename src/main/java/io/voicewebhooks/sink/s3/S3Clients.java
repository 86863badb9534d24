package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The clients for S3 or a server that is compatible with it, as {@code voice.sink.s3.…} says. */
public final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(60);

    private S3Clients() {}

    /**
     * A client with timeouts that repeats nothing by itself: the schedule of deliveries does that. A server of
     * {@code voice.sink.s3.endpoint} is addressed by path and gets no checksum trailers, which many of them refuse; uploads
     * carry Content-MD5 all the same.
     */
    static S3Client client(Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.get(Key.S3_REGION)))
                .credentialsProvider(credentials(settings))
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new Tags(settings.get(Key.S3_TAGS))))
                .httpClientBuilder(
                        ApacheHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ));
        endpoint(settings).ifPresent(endpoint -> builder.endpointOverride(endpoint)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED));
        return builder.build();
    }

    /** Gives tags to every object that is written; Camel 4.18.0 gives none. */
    private record Tags(String tags) implements ExecutionInterceptor {
        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof PutObjectRequest put && !tags.isEmpty()
                    ? put.toBuilder().tagging(tags).build()
                    : context.request();
        }
    }

    /** Signs links that anybody may open until they expire. */
    public static S3Presigner presigner(Settings settings) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.get(Key.S3_REGION)))
                .credentialsProvider(credentials(settings));
        endpoint(settings).ifPresent(endpoint -> builder.endpointOverride(endpoint)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build()));
        return builder.build();
    }

    private static Optional<URI> endpoint(Settings settings) {
        return settings.find(Key.S3_ENDPOINT).map(URI::create);
    }

    private static AwsCredentialsProvider credentials(Settings settings) {
        return settings.find(Key.S3_ACCESS_KEY).isPresent()
                ? StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.get(Key.S3_ACCESS_KEY), settings.get(Key.S3_SECRET_KEY)))
                : DefaultCredentialsProvider.builder().build();
    }
}
