package io.voicewebhooks.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What holds between keys: a sink that is on needs its address, a certificate its key, and so on. */
final class Combinations {
    private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");

    private final Map<Key, String> values;
    private final List<String> problems = new ArrayList<>();

    private Combinations(Map<Key, String> values) {
        this.values = values;
    }

    static List<String> problems(Map<Key, String> values) {
        Combinations all = new Combinations(values);
        all.carrier();
        all.together(Key.API_KEY, Key.API_KEY_SECRET);
        all.together(Key.TLS_CERTIFICATE, Key.TLS_KEY);
        all.together(Key.S3_ACCESS_KEY, Key.S3_SECRET_KEY);
        all.together(Key.EMAIL_USERNAME, Key.EMAIL_PASSWORD);
        all.together(Key.CALLS_USERNAME, Key.CALLS_PASSWORD);
        all.needs(Key.S3_ENABLED, Key.S3_BUCKET, Key.S3_REGION);
        all.needs(Key.EMAIL_ENABLED, Key.EMAIL_HOST, Key.EMAIL_FROM, Key.EMAIL_TO);
        all.needs(Key.CALL_BACK_ENABLED, Key.PLACED_ALLOWED);
        all.needs(Key.HTTP_SINK_ENABLED, Key.HTTP_SINK_URL, Key.HTTP_SINK_SECRET);
        if (all.isOn(Key.RECORDING_DELETE) && !all.isOn(Key.S3_ENABLED) && !all.isOn(Key.FILE_ENABLED)) {
            all.problems.add(Key.RECORDING_DELETE + " = true needs an archive: " + Key.S3_ENABLED + " or "
                    + Key.FILE_ENABLED + " = true");
        }
        if (all.isOn(Key.RECONCILE_ENABLED) && !all.isOn(Key.CALLS_ENABLED)) {
            all.problems.add(Key.RECONCILE_ENABLED + " = true needs the call log: " + Key.CALLS_ENABLED + " = true");
        }
        if (values.containsKey(Key.S3_REGION)
                && !values.containsKey(Key.S3_ENDPOINT)
                && !AWS_REGION.matcher(values.get(Key.S3_REGION)).matches()) {
            all.problems.add(Values.wrong(Key.S3_REGION.key(), false, values.get(Key.S3_REGION), Key.S3_REGION.rule()));
        }
        if (values.containsKey(Key.BROKER_LISTEN)) {
            all.present("is needed when " + Key.BROKER_LISTEN + " is set", Key.BROKER_USERNAME, Key.BROKER_PASSWORD);
            if (values.containsKey(Key.BROKER_URL)) {
                all.problems.add(
                        Key.BROKER_LISTEN + " is for the embedded broker; it cannot be set beside " + Key.BROKER_URL);
            }
        }
        return all.problems;
    }

    /** What is sent to one carrier's address must not be the other's. */
    private void carrier() {
        boolean twilio = "twilio".equals(values.get(Key.CARRIER));
        String account = values.getOrDefault(Key.ACCOUNT, "");
        if (!account.isEmpty() && twilio != account.startsWith("AC")) {
            problems.add(Key.ACCOUNT + " = " + account + " is none of " + Key.CARRIER + " = " + values.get(Key.CARRIER)
                    + "; allowed: " + (twilio ? "AC and 32 hexadecimal digits" : "the project id, a UUID"));
        }
        if (!twilio) {
            present("is needed when " + Key.CARRIER + " = signalwire", Key.API_KEY, Key.API_KEY_SECRET);
            if (Key.API_URL.defaultValue().equals(values.get(Key.API_URL))) {
                problems.add(Key.API_URL + " is Twilio's; allowed with " + Key.CARRIER
                        + " = signalwire: https://<space>.signalwire.com/api/laml");
            }
        }
    }

    private void together(Key one, Key other) {
        if (values.containsKey(one) != values.containsKey(other)) {
            problems.add(one + " and " + other + " belong together: set both or none");
        }
    }

    private void needs(Key enabled, Key... needed) {
        if (isOn(enabled)) {
            present("is needed when " + enabled + " = true", needed);
        }
    }

    private boolean isOn(Key key) {
        return "true".equals(values.get(key));
    }

    private void present(String why, Key... needed) {
        for (Key key : needed) {
            if (!values.containsKey(key)) {
                problems.add(key + " is not set; it " + why + "; allowed: "
                        + key.rule().allowed());
            }
        }
    }
}
