import io.voicewebhooks.manual.ManualProject

def project = ManualProject.in(basedir.toPath())
project.runsWithOurLibraries()
def printed = project.run('project', [
        TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
        TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
        VOICE_PUBLIC_URL: 'https://voice.example.com',
        MISSED_CALLS_URL: 'jdbc:sqlite:target/missed-calls.db',
        MISSED_CALLS_USERNAME: '',
        MISSED_CALLS_PASSWORD: ''])
assert printed.contains('ok: ')
return true
