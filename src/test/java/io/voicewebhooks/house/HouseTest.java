package io.voicewebhooks.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where everything lives, as {@code src/main/docs/contributing.md} draws it. */
class HouseTest {
    private static final String US = "io.voicewebhooks";
    private static final int WIDEST = 130;
    private static final int LONGEST = 200;
    private static final String KIT = US + ".testkit..";

    private static final JavaClasses MAIN = new ClassFileImporter().importPath("target/classes");

    @Test
    void packagesFormNoCycle() {
        slices().matching(US + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void packagesKnowWhatComesAfterThem() throws IOException {
        List<String> picture = picture();
        Map<String, Integer> places = IntStream.range(0, picture.size())
                .boxed()
                .collect(toMap(picture::get, place -> place, (one, other) -> one));

        assertThat(application().map(HouseTest::name).filter(name -> !name.isEmpty()))
                .isSubsetOf(picture);
        assertThat(application()
                        .filter(known -> !name(known).isEmpty())
                        .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                        .filter(dependency -> isOurs(dependency.getTargetClass()))
                        .filter(dependency -> !isKit(dependency.getTargetClass()))
                        .filter(dependency -> places.getOrDefault(name(dependency.getTargetClass()), -1)
                                < places.get(name(dependency.getOriginClass())))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void internalsOfVertxAndNettyStayBehindOneDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(US + ".edge.internal", US + ".edge.tls")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..impl..", "io.netty..")
                .check(MAIN);
    }

    @Test
    void internalsOfTheBrokerStayBehindAnother() {
        noClasses()
                .that()
                .resideOutsideOfPackage(US + ".journal.embedded")
                .and()
                .doNotHaveSimpleName("ArtemisClient")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.activemq.artemis.core..")
                .check(MAIN);
    }

    @Test
    void theTestKitIsForTestsDevAndTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(KIT, US + ".cli", US + ".dev..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(KIT)
                .check(MAIN);
    }

    @Test
    void theSimulatorKnowsOfTheApplicationNothingButSignatures() {
        noClasses()
                .that()
                .resideInAnyPackage(US + ".testkit.simulator", US + ".testkit.request")
                .should()
                .dependOnClassesThat(resideInAnyPackage(US + "..")
                        .and(resideInAnyPackage(US + ".testkit.simulator", US + ".testkit.request", US + ".signature")
                                .negate()))
                .check(MAIN);
    }

    /** What routes, Kamelets, Java's service loader or {@code java -jar} make is public too. */
    @Test
    void whatNobodyElsewhereNeedsIsPackagePrivate() throws IOException {
        Set<String> needed = Stream.of(imported(), services(), kamelets(), beans(), Stream.of(US + ".VoiceWebhooks"))
                .flatMap(names -> names)
                .collect(toSet());
        assertThat(application()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .filter(name -> !needed.contains(name)))
                .isEmpty();
    }

    @Test
    void noTwoClassesHaveOneName() {
        Map<String, List<String>> names = MAIN.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        assertThat(names.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Throwable, Exception",
        "org.apache.camel.health.HealthCheck, HealthCheck",
        "io.voicewebhooks.check.RouteCheck, Check"
    })
    void namesOfOneKindEndAlike(String kind, String suffix) {
        classes()
                .that()
                .areAssignableTo(kind)
                .should()
                .haveSimpleNameEndingWith(suffix)
                .check(MAIN);
    }

    @Test
    void commandsAreCalledSo() {
        classes()
                .that()
                .areAnnotatedWith("picocli.CommandLine$Command")
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("Command")
                .orShould()
                .haveSimpleName("Commands")
                .check(MAIN);
    }

    /** A plain start loads none of picocli. */
    @Test
    void theCommandLineIsReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(US + ".cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(MAIN);
    }

    /** Those of src/it/telephone are saved from calls: what was heard stands on one line. */
    @Test
    void noLineIsWiderThanAScreen() throws IOException {
        try (Stream<Path> files = javaFiles()) {
            assertThat(files.filter(file -> !file.startsWith("src/it/telephone"))
                            .filter(file -> content(file).lines().anyMatch(line -> line.length() > WIDEST)))
                    .isEmpty();
        }
    }

    @Test
    void noClassIsLongerThanIsReadAtOnce() throws IOException {
        try (Stream<Path> files = javaFiles()) {
            assertThat(files.filter(file -> file.startsWith("src/main"))
                            .filter(file -> content(file).lines().count() > LONGEST))
                    .isEmpty();
        }
    }

    private static Stream<JavaClass> application() {
        return MAIN.stream().filter(each -> !isKit(each));
    }

    private static boolean isOurs(JavaClass each) {
        return resideInAnyPackage(US + "..").test(each);
    }

    private static boolean isKit(JavaClass each) {
        return resideInAnyPackage(KIT).test(each);
    }

    /** The name of a package without what all begin with; empty at the root. */
    private static String name(JavaClass each) {
        return each.getPackageName().substring(US.length()).replaceFirst("^\\.", "");
    }

    /** The packages in the order of the picture: names with two spaces or more around them. */
    private static List<String> picture() throws IOException {
        String page = Files.readString(Path.of("src/main/docs/contributing.md"));
        String picture = page.substring(page.indexOf("```text\n cli "));
        return Pattern.compile("(?m)(?:^ |  )([a-z][a-z0-9.]*)(?=  |$)")
                .matcher(picture.substring(0, picture.indexOf("\n```")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Of our sources, for constants leave no trace in classes; without those of one package for its own. */
    private static Stream<String> imported() throws IOException {
        Pattern pattern = Pattern.compile("(?m)^import (?:static )?(" + Pattern.quote(US) + "[.a-z0-9]*\\.[A-Z]\\w*)");
        try (Stream<Path> files = javaFiles()) {
            return files
                    .flatMap(file -> pattern.matcher(content(file)).results())
                    .map(match -> match.group(1))
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> services() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/META-INF/services"))) {
            return files
                    .filter(Files::isRegularFile)
                    .flatMap(file -> content(file).lines())
                    .map(line -> line.replace("class=", ""))
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/kamelets"))) {
            return files
                    .flatMap(file -> Pattern.compile("#class:([\\w.]+)")
                            .matcher(content(file))
                            .results())
                    .map(match -> match.group(1))
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> beans() {
        Predicate<JavaClass> beans = each -> each.getSimpleName().endsWith("Beans");
        return MAIN.stream()
                .filter(beans)
                .flatMap(each -> each.getReferencedClassObjects().stream())
                .map(ReferencedClassObject::getValue)
                .map(JavaClass::getName);
    }

    private static Stream<Path> javaFiles() throws IOException {
        return Files.walk(Path.of("src")).filter(file -> file.toString().endsWith(".java"));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
