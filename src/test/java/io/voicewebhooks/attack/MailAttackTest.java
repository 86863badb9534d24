package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.MailServer;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** No caller's text is a header, a recipient, a part or a line of a mail, or markup in it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MailAttackTest {
    private final Target target;
    private final List<MimeMessage> mails;
    private final Map<String, List<MimeMessage>> byCall;

    MailAttackTest(Target target) {
        this.target = target;
        this.mails = target.mail.mails();
        this.byCall = mails.stream().collect(Collectors.groupingBy(MailAttackTest::call));
    }

    @Test
    void everyMailGoesToTheConfiguredRecipientAndNobodyElseGetsOne() throws MessagingException {
        assertThat(mails).hasSize(3 * target.calls());
        for (MimeMessage mail : mails) {
            assertThat(mail.getAllRecipients()).hasSize(1).allSatisfy(to -> assertThat(to)
                    .hasToString(MailServer.TO));
            assertThat(mail.getFrom()).hasSize(1).allSatisfy(from -> assertThat(from)
                    .hasToString(MailServer.FROM));
        }
    }

    @Test
    void everyMailHasTheHeadersAndThePartsThatAnyMailHas() {
        List<String> usual = shapes(target.harmless);
        assertThat(usual).hasSize(3).anyMatch(shape -> shape.contains("audio/x-wav"));
        for (Attack attack : target.attacks()) {
            assertThat(shapes(attack)).as(attack.toString()).isEqualTo(usual);
        }
    }

    @Test
    void noTextIsALineOfItsOwn() {
        List<Integer> usual = lines(target.harmless);
        for (Attack attack : target.attacks()) {
            assertThat(lines(attack)).as(attack.toString()).isEqualTo(usual);
        }
    }

    @Test
    void noTextIsMarkup() {
        List<String> usual = tags(target.harmless);
        for (Attack attack : target.attacks()) {
            assertThat(tags(attack)).as(attack.toString()).isEqualTo(usual);
        }
    }

    @Test
    void theCallerIsWhoTheSignedContextSaysWhateverTheFormCalls() {
        for (Attack attack : target.names) {
            assertThat(of(attack)).as(attack.toString()).allSatisfy(mail -> assertThat(text(mail, "text/plain"))
                    .containsPattern("From: +\\+15551230001\\R")
                    .containsPattern("To: +\\+15558675310\\R")
                    .doesNotContain(attack.text()));
        }
    }

    /** Subject, names of headers, and type and file name of each part. */
    private List<String> shapes(Attack attack) {
        return of(attack).stream().map(MailAttackTest::shape).sorted().toList();
    }

    private static String shape(MimeMessage mail) {
        try {
            List<String> shape = new ArrayList<>();
            shape.add(mail.getSubject());
            Collections.list(mail.getAllHeaders()).stream()
                    .map(Header::getName)
                    .sorted()
                    .forEach(shape::add);
            for (Part part : MailServer.parts(mail)) {
                shape.add(part.getContentType().replaceFirst(";.*", "") + " "
                        + String.valueOf(part.getFileName()).replaceFirst("RE[0-9a-f]{32}", "RE"));
            }
            return shape.toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> lines(Attack attack) {
        return of(attack).stream()
                .map(mail -> text(mail, "text/plain").split("\\R", -1).length)
                .sorted()
                .toList();
    }

    private List<String> tags(Attack attack) {
        return of(attack).stream().map(MailAttackTest::tags).sorted().toList();
    }

    /** Our HTML is XML too. */
    private static String tags(MimeMessage mail) {
        try {
            Document html = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(MailServer.content(mail, "text/html")));
            NodeList all = html.getElementsByTagName("*");
            List<String> tags = new ArrayList<>();
            for (int i = 0; i < all.getLength(); i++) {
                tags.add(all.item(i).getNodeName() + all.item(i).getAttributes().getLength());
            }
            return tags.toString();
        } catch (Exception e) {
            throw new AssertionError("not well-formed", e);
        }
    }

    private List<MimeMessage> of(Attack attack) {
        return byCall.get(attack.call());
    }

    private static String call(MimeMessage mail) {
        String text = text(mail, "text/plain");
        int last = text.lastIndexOf("Call CA") + "Call ".length();
        return text.substring(last, last + 34);
    }

    private static String text(MimeMessage mail, String type) {
        return new String(MailServer.content(mail, type), StandardCharsets.UTF_8);
    }
}
