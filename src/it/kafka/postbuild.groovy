import io.voicewebhooks.manual.ManualProject
import java.nio.file.Files

// the application itself takes the component from plugins/: what of target/lib it lacks
def project = ManualProject.in(basedir.toPath())
def application = new File(basedir, 'application').toPath()
def built = new File('target').toPath().toAbsolutePath()
Files.createDirectories(application)
Files.createSymbolicLink(application.resolve('lib'), built.resolve('lib'))
Files.createSymbolicLink(application.resolve('voice-webhooks.jar'), built.resolve('voice-webhooks.jar'))
ManualProject.in(application)
        .routes()
        .write('routes/sink-kafka.camel.yaml')
        .insert('routes/event-router.camel.yaml (kafka)', '        # call log: every event')
project.run('plugins', [VOICE: application.toString()])
def plugins = application.resolve('plugins').toFile().list()
assert plugins.any { it.startsWith('camel-kafka-') } && plugins.any { it.startsWith('kafka-clients-') }
assert !plugins.any { it.startsWith('camel-support-') || it.startsWith('voice-webhooks') }
def printed = ManualProject.in(application).run('run with plugins', [
        TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
        TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
        VOICE_PUBLIC_URL: 'https://voice.example.com',
        KAFKA_BROKERS: 'localhost:9092',
        KAFKA_TOPIC: 'telephone.events'])
assert printed.contains('ok: ')
return true
