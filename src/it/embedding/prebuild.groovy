import io.voicewebhooks.manual.ManualProject

// the class that embedding.md shows; no routes: those of the jar
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .write('src/test/resources/logback-test.xml')
        .write('src/main/java/Embedding.java')
return true
