import io.voicewebhooks.manual.ManualProject

// a sink with a component that the application lacks, as recipes.md shows it; the broker is the test's alone
ManualProject.in(basedir.toPath())
        .write('pom.xml')
        .insert('pom.xml (kafka)', '  </dependencies>')
        .write('src/test/resources/logback-test.xml')
        .routes()
        .write('routes/sink-kafka.camel.yaml')
        .insert('routes/event-router.camel.yaml (kafka)', '        # call log: every event')
def pom = new File(basedir, 'pom.xml')
pom.text = pom.text.replaceFirst('  </dependencies>', '''
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>3.9.1</version>
      <scope>test</scope>
    </dependency>
  </dependencies>''')
return true
