package io.voicewebhooks.sink.email;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Settings;
import org.apache.camel.component.mail.JavaMailSender;

/** What {@code sink-email} needs. */
public final class EmailBeans {
    private EmailBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("mail", Mail.class, Mail::new);
        beans.bind("voicemailAudio", VoicemailAudio.class, VoicemailAudio::new);
        beans.bind("mailSender", JavaMailSender.class, context -> MailSender.of(Settings.of(context)));
    }
}
