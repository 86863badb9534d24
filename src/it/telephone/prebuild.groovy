import io.voicewebhooks.manual.ManualProject

// a changed flow and its tests, as call-flows.md, project.md and testing.md show them
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .insert('pom.xml (route test)', '  </dependencies>')
        .write('src/test/resources/logback-test.xml')
        .routes()
        .write('routes/flow-extension.camel.yaml')
        .write('routes/twiml/extension.xml')
        .write('routes/twiml/extension-call.xml')
        .insert('routes/incoming-call.camel.yaml (extension)', '              # out of business hours')
        .write('src/test/java/ExtensionTest.java')
        .write('src/test/java/ExtensionRouteTest.java')
return true
