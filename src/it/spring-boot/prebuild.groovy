import io.voicewebhooks.manual.ManualProject

// the application that spring-boot.md shows
ManualProject.in(basedir.toPath())
        .write('pom.xml (Spring Boot)')
        .write('src/main/java/com/example/Telephone.java')
        .write('src/main/resources/application.yml')

// for the test of what is refused
def pom = new File(basedir, 'pom.xml')
pom.text = pom.text.replaceFirst('(?s)(.*)  </dependencies>', '''$1
    <dependency>
      <groupId>org.apache.camel.springboot</groupId>
      <artifactId>camel-platform-http-starter</artifactId>
      <version>4.18.0</version>
      <scope>test</scope>
    </dependency>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <scope>test</scope>
    </dependency>
    <dependency>
      <groupId>org.assertj</groupId>
      <artifactId>assertj-core</artifactId>
      <scope>test</scope>
    </dependency>
  </dependencies>''')
return true
