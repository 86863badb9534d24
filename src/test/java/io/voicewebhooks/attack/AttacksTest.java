package io.voicewebhooks.attack;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** What came out of one application that was attacked: attacking it takes longer than all looks at it. */
@ExtendWith(Target.Resolver.class)
class AttacksTest {
    @Nested
    class CallLog extends CallLogAttackTest {
        CallLog(Target target) {
            super(target);
        }
    }

    @Nested
    class Expression extends ExpressionAttackTest {
        Expression(Target target) {
            super(target);
        }
    }

    @Nested
    class HttpSink extends HttpSinkAttackTest {
        HttpSink(Target target) {
            super(target);
        }
    }

    @Nested
    class Jms extends JmsAttackTest {
        Jms(Target target) {
            super(target);
        }
    }

    @Nested
    class Log extends LogAttackTest {
        Log(Target target) {
            super(target);
        }
    }

    @Nested
    class Mail extends MailAttackTest {
        Mail(Target target) {
            super(target);
        }
    }

    @Nested
    class Markup extends MarkupAttackTest {
        Markup(Target target) {
            super(target);
        }
    }

    @Nested
    class Storage extends StorageAttackTest {
        Storage(Target target) {
            super(target);
        }
    }

    @Nested
    class TollFraud extends TollFraudTest {
        TollFraud(Target target) {
            super(target);
        }
    }
}
