import io.voicewebhooks.manual.BootApplication
import io.voicewebhooks.manual.ManualProject
import io.voicewebhooks.support.RouteFolder
import io.voicewebhooks.testkit.Application

def project = basedir.toPath()
ManualProject.in(project).bringsOurLibraries('target/telephone-1.0.jar')

// the routes of the jar
BootApplication.started(project, [:]).withCloseable { telephone ->
    assert telephone.call().contains('hears "Please leave a message after the tone."')
    telephone.hasArchived()
    assert telephone.statusOfAnUnsignedRequest() == 403
    def health = telephone.health()
    assert health.contains('"journal":"UP"') && health.contains('"sinks":"UP"') : health
    def metrics = telephone.metrics()
    assert metrics.contains('voice_webhooks_total{kind="incoming-call",outcome="accepted"} 1.0') : metrics
    assert metrics.contains('voice_signature_rejected_total{reason=') : metrics
    assert !telephone.printed().contains('AMQ601') : telephone.printed()
}

// those of a folder
RouteFolder.copiedTo(project.resolve('target'))
        .replace('twiml/voicemail.xml', 'Please leave a message after the tone.', 'Speak now.')
BootApplication.started(project, ['camel.main.routes-include-pattern': 'file:target/routes/*.camel.yaml']).withCloseable { telephone ->
    assert telephone.call().contains('hears "Speak now."')
}

// what only uses a part of the jar
BootApplication.started(project, ['spring.autoconfigure.exclude': 'io.voicewebhooks.springboot.VoiceWebhooksAutoConfiguration']).withCloseable { telephone ->
    assert telephone.printed().contains('Routes startup (total:0)') : telephone.printed()
}

def printed = BootApplication.refused(project, ['twilio.account-sid': 'none', 'voice.sink.mail.enabled': 'true'])
assert printed.contains('twilio.account-sid = none; allowed: ') : printed
assert printed.contains('voice.sink.mail.enabled is no key of this application; nearest: voice.sink.email.enabled') : printed
assert !printed.contains('\tat ') : printed

// a port that somebody has
new ServerSocket(0).withCloseable { other ->
    printed = BootApplication.refused(project, ['voice.http.port': other.localPort])
    assert printed.contains("voice.http.port = ${other.localPort} cannot be opened on voice.http.host = 0.0.0.0: ") : printed
}
int same = Application.freePort()
printed = BootApplication.refused(project, ['server.port': same, 'voice.http.port': same])
assert printed.contains("voice.http.port = $same is server.port too") : printed
return true
