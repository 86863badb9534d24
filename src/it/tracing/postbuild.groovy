import io.voicewebhooks.manual.TracedApplication
import java.nio.file.Files

def application = basedir.toPath()
def built = new File('target').toPath().toAbsolutePath()
Files.createSymbolicLink(application.resolve('lib'), built.resolve('lib'))
Files.createSymbolicLink(application.resolve('voice-webhooks.jar'), built.resolve('voice-webhooks.jar'))
TracedApplication.start(application).withCloseable { traced ->
    traced.tellsOneStoryOfAWebhook()
}
return true
