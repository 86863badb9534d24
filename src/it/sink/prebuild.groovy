import io.voicewebhooks.manual.ManualProject

// a sink with a bean of its own, as recipes.md shows it
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .write('src/test/resources/logback-test.xml')
        .write('missed_call')
        .routes()
        .write('routes/sink-sql.camel.yaml')
        .insert('routes/event-router.camel.yaml (sql)', '        # call log: every event')
return true
