import io.voicewebhooks.manual.ManualProject

// what the application lacks for traces, collected as tracing.md shows it
ManualProject.in(basedir.toPath())
        .write('pom.xml (tracing)')
        .write('application.properties (tracing)')
return true
