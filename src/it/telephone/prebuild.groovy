import io.voicewebhooks.manual.ManualProject

// a changed flow and its test, as call-flows.md and project.md show them
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .write('src/test/resources/logback-test.xml')
        .routes()
        .write('routes/flow-extension.camel.yaml')
        .write('routes/twiml/extension.xml')
        .write('routes/twiml/extension-call.xml')
        .insert('routes/incoming-call.camel.yaml (extension)', '              # out of business hours')
        .write('src/test/java/ExtensionTest.java')
return true
