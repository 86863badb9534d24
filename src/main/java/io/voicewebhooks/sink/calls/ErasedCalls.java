package io.voicewebhooks.sink.calls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls that were to be forgotten: a check sum of each CallSid stays, so that nobody brings them back from Twilio. */
public final class ErasedCalls {
    private ErasedCalls() {}

    static void add(DataSource writer, Collection<String> callSids) {
        new JdbcTemplate(writer)
                .batchUpdate(
                        "insert into erased (call) values (?) on conflict (call) do nothing",
                        callSids.stream().map(sid -> new Object[] {sum(sid)}).toList());
    }

    /** Those of some calls. */
    public static Set<String> among(DataSource log, Collection<String> callSids) {
        List<String> sums = callSids.stream().map(ErasedCalls::sum).toList();
        Set<String> erased = JdbcClient.create(log)
                .sql("select call from erased where call in (:sums)")
                .param("sums", sums)
                .query(String.class)
                .set();
        return callSids.stream().filter(sid -> erased.contains(sum(sid))).collect(Collectors.toSet());
    }

    private static String sum(String callSid) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(callSid.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
