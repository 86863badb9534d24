package io.voicewebhooks.sink.email;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;

/** What {@code sink-email} needs. */
public final class EmailBeans {
    private static final String TIMEOUT_MILLIS = "30000";

    private EmailBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("mail", Mail.class, Mail::new);
        beans.bind("voicemailAudio", VoicemailAudio.class, VoicemailAudio::new);
        beans.bind("mailSender", JavaMailSender.class, context -> sender(Settings.of(context)));
    }

    /** With time-outs; {@code starttls} and {@code tls} never fall back to clear text, and check the server's name. */
    private static JavaMailSender sender(Settings settings) {
        String security = settings.get(Key.EMAIL_SECURITY);
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty(
                "mail.smtp.auth",
                String.valueOf(settings.find(Key.EMAIL_USERNAME).isPresent()));
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(security.equals("starttls")));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(security.equals("starttls")));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(security.equals("tls")));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");

        DefaultJavaMailSender sender = new DefaultJavaMailSender();
        sender.setProtocol("smtp");
        sender.setHost(settings.get(Key.EMAIL_HOST));
        sender.setPort(settings.number(Key.EMAIL_PORT));
        settings.find(Key.EMAIL_USERNAME).ifPresent(sender::setUsername);
        settings.find(Key.EMAIL_PASSWORD).ifPresent(sender::setPassword);
        sender.setJavaMailProperties(properties);
        return sender;
    }
}
