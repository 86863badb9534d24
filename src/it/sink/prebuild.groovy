import io.voicewebhooks.manual.ManualProject

// a sink with a component and a bean of its own, as integrations.md shows it
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .insert('pom.xml (sql)', '  </dependencies>')
        .write('src/test/resources/logback-test.xml')
        .write('missed_call')
        .routes()
        .write('routes/sink-sql.camel.yaml')
        .append('routes/event-router.camel.yaml (sql)')
return true
